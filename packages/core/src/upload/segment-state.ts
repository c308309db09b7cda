// The states of one segment on its way to the bucket, and which follows which.
import type { Grant } from "../contract.ts";
import type { ErrorCode } from "../error-codes.ts";
import type { StoredLife, Wait } from "./records.ts";

/** From where a segment goes on once nothing holds it back. */
export type ResumePoint = "journaled" | "unhashed" | "uploaded";

interface Tried {
  /** Attempts of this step that failed. Its success, or a person's retry, sets it to 0. */
  readonly failedAttempts: number;
}

export type SegmentState =
  /** Needs a grant. */
  | ({ readonly kind: "journaled" } & Tried)
  /** Its bytes must be read and hashed anew, before it needs a grant. */
  | ({ readonly kind: "unhashed" } & Tried)
  | ({ readonly kind: "hashing" } & Tried)
  /** A request for grants names it. */
  | ({ readonly kind: "requested" } & Tried)
  /** @property usableUntilMs - ms since 1970, by this device's clock */
  | ({ readonly kind: "granted"; readonly grant: Grant; readonly usableUntilMs: number } & Tried)
  | ({ readonly kind: "uploading" } & Tried)
  /** S3 says that it has it. */
  | ({ readonly kind: "uploaded" } & Tried)
  /** The server is asked whether S3 has it. */
  | ({ readonly kind: "verifying" } & Tried)
  | { readonly kind: "verified" }
  /** @property timer - number of the timer that ends this wait, and no other */
  | ({
      readonly kind: "waiting";
      readonly next: ResumePoint;
      readonly wait: Wait;
      readonly timer: number;
    } & Tried)
  | { readonly kind: "stuck"; readonly next: ResumePoint; readonly code: ErrorCode };

export function resumed(next: ResumePoint, failedAttempts = 0): SegmentState {
  return { kind: next, failedAttempts };
}

/** From where it goes on after a failure in this state. */
export function resumePoint(state: SegmentState): ResumePoint {
  switch (state.kind) {
    case "unhashed":
    case "hashing":
      return "unhashed";
    case "uploaded":
    case "verifying":
      return "uploaded";
    case "waiting":
    case "stuck":
      return state.next;
    case "journaled":
    case "requested":
    case "granted":
    case "uploading":
    case "verified":
      return "journaled";
  }
}

/** What of the state the device remembers; a crash takes a segment back to it. */
export function storedLife(state: SegmentState): StoredLife {
  const isSent = resumePoint(state) === "uploaded";
  if (state.kind === "verified") return { kind: "verified" };
  if (state.kind !== "stuck") return { kind: isSent ? "uploaded" : "journaled" };
  return { kind: "stuck", code: state.code, next: isSent ? "verify" : "upload" };
}

export function isSameLife(a: StoredLife, b: StoredLife): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind !== "stuck" || b.kind !== "stuck") return true;
  return a.code === b.code && a.next === b.next;
}

/**
 * The state in which a restart finds a segment. What an earlier page gave up is tried once more: that page
 * may have been wrong about it, and the cause may be mended. Its bytes are hashed anew first.
 */
export function stateOfLife(life: StoredLife): SegmentState {
  switch (life.kind) {
    case "verified":
      return life;
    case "stuck":
      return resumed(life.next === "verify" ? "uploaded" : "unhashed");
    case "journaled":
    case "uploaded":
      return resumed(life.kind);
  }
}

export function attemptsOf(state: SegmentState): number {
  return "failedAttempts" in state ? state.failedAttempts : 0;
}
