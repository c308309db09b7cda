// The life of one segment on its way to the bucket, as a pure, total reducer: which state follows
// which, and what of it survives a crash. Acting on a state is the recorder's uploader's business.
import type { ErrorCode } from "./error-catalogue.ts";

/** What is to be done with a segment once nothing holds it back. */
export type NextStep = "upload" | "verify";

/** Only a person or another version of the page can free it: retrying would fail the same way. */
export interface Stuck {
  readonly kind: "stuck";
  readonly code: ErrorCode;
}

/**
 * States that are stored. Everything else is under way in one tab, and a crash of that tab takes it
 * back to the durable state it came from.
 */
export type DurableLife =
  /** On the device: survives the end of the browser. */
  | { readonly kind: "journaled" }
  /** S3 said that it stored the bytes, or that something is stored there: not believed yet. */
  | { readonly kind: "uploaded" }
  /** The server found these very bytes in S3: the copy on the device may go. */
  | { readonly kind: "verified" }
  | (Stuck & { readonly next: NextStep });

export type SegmentLife =
  | { readonly kind: "journaled"; readonly failedAttempts: number }
  | { readonly kind: "uploading"; readonly sentBytes: number; readonly failedAttempts: number }
  | { readonly kind: "uploaded"; readonly failedAttempts: number }
  | { readonly kind: "verified" }
  | Waiting
  | (Stuck & { readonly next: NextStep });

/** Tried again by itself, at `untilMs` (epoch, device clock) at the latest. */
export interface Waiting {
  readonly kind: "waiting";
  readonly untilMs: number;
  readonly code: ErrorCode;
  readonly next: NextStep;
  readonly failedAttempts: number;
}

/** What happened to a segment, in the past tense. */
export type SegmentEvent =
  | { readonly kind: "put-started" }
  | { readonly kind: "put-progressed"; readonly sentBytes: number }
  /** S3 answered 200, or 412: something is stored under the key. */
  | { readonly kind: "put-ended" }
  | { readonly kind: "found-verified" }
  /** The server looked, and S3 has nothing under the key. */
  | { readonly kind: "found-missing" }
  /** Will be tried again. A failure that costs no attempt, as being offline, does not count. */
  | {
      readonly kind: "postponed";
      readonly untilMs: number;
      readonly code: ErrorCode;
      readonly counts: boolean;
    }
  | { readonly kind: "given-up"; readonly code: ErrorCode }
  /** The wait is over: the timer rang, or its cause is gone. */
  | { readonly kind: "woken" }
  /** A person asked to try again: all attempts are given back. */
  | { readonly kind: "retried" };

/** An event that means nothing in a state leaves it as it is: answers may arrive late or twice. */
export function nextLife(life: SegmentLife, event: SegmentEvent): SegmentLife {
  // What the server has seen with its own eyes is true in whatever state we thought to be.
  if (event.kind === "found-verified")
    return life.kind === "verified" ? life : { kind: "verified" };
  switch (life.kind) {
    case "journaled":
    case "uploading":
    case "uploaded":
      return whileMoving(life, event);
    case "waiting":
      if (event.kind === "woken") return resume(life.next, life.failedAttempts);
      return event.kind === "retried" ? resume(life.next, 0) : life;
    case "stuck":
      return event.kind === "retried" ? resume(life.next, 0) : life;
    case "verified":
      return life;
  }
}

type Moving = Extract<SegmentLife, { kind: "journaled" | "uploading" | "uploaded" }>;

function whileMoving(life: Moving, event: SegmentEvent): SegmentLife {
  const { failedAttempts } = life;
  const next = nextStep(life);
  switch (event.kind) {
    case "put-started":
      return life.kind === "journaled" ? { kind: "uploading", sentBytes: 0, failedAttempts } : life;
    case "put-progressed":
      return life.kind === "uploading" ? { ...life, sentBytes: event.sentBytes } : life;
    case "put-ended":
      // Progress: whatever fails from here on is a new trouble, with all its attempts.
      return life.kind === "uploaded" ? life : { kind: "uploaded", failedAttempts: 0 };
    case "found-missing":
      // How often this happens is for the caller to count: each "stored" was progress, and began anew.
      return life.kind === "uploaded" ? { kind: "journaled", failedAttempts } : life;
    case "postponed": {
      const { untilMs, code, counts } = event;
      const attempts = failedAttempts + (counts ? 1 : 0);
      return { kind: "waiting", untilMs, code, next, failedAttempts: attempts };
    }
    case "given-up":
      return { kind: "stuck", code: event.code, next };
    case "found-verified":
    case "woken":
    case "retried":
      return life;
  }
}

function nextStep(life: Moving): NextStep {
  return life.kind === "uploaded" ? "verify" : "upload";
}

function resume(next: NextStep, failedAttempts: number): SegmentLife {
  return { kind: next === "verify" ? "uploaded" : "journaled", failedAttempts };
}

/** What of a state is stored; equal durable states need no new write. */
export function durableLife(life: SegmentLife): DurableLife {
  switch (life.kind) {
    case "journaled":
    case "uploading":
      return { kind: "journaled" };
    case "waiting":
      return { kind: life.next === "verify" ? "uploaded" : "journaled" };
    case "uploaded":
    case "verified":
      return { kind: life.kind };
    case "stuck":
      return life;
  }
}

/** The state after a reload: what was under way starts again, with all its attempts. */
export function revivedLife(durable: DurableLife): SegmentLife {
  switch (durable.kind) {
    case "journaled":
    case "uploaded":
      return { kind: durable.kind, failedAttempts: 0 };
    case "verified":
    case "stuck":
      return durable;
  }
}
