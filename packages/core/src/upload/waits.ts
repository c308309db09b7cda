// How long a failed step waits, and what ends the wait early.
import type { ErrorCode } from "../error-codes.ts";
import type { AppError } from "../errors.ts";
import { decideRetry, type RetryDecision } from "../retry.ts";

/**
 * How often to try without an `online` event. Browsers have been wrong about being offline where
 * virtual network adapters confuse them, and a missed event must not strand a recording.
 */
const OFFLINE_PROBE_MS = 30_000;

/** How often to look whether another tab has signed in. Asking costs one small request. */
const SIGN_IN_PROBE_MS = 60_000;

/** The world at the moment of an event: what a pure function cannot ask for. */
export interface Moment {
  /** Ms since 1970, by this device's clock. */
  readonly nowMs: number;
  /** From 0 to 1: the jitter of waits that begin at this moment. */
  readonly random01: number;
  /** What the browser believes about the network. */
  readonly isOnline: boolean;
}

export interface PlannedWait {
  readonly code: ErrorCode;
  readonly inMs: number;
  /** The failure counts as an attempt. */
  readonly counts: boolean;
}

/** What the retry policy says of a failed attempt. */
export function decide(
  error: AppError,
  attempt: number,
  { isOnline, random01 }: Moment,
): RetryDecision {
  const retryAfter = error.details["retryAfterMs"];
  return decideRetry({
    code: error.code,
    attempt,
    online: isOnline,
    random01,
    retryAfterMs: typeof retryAfter === "number" ? retryAfter : undefined,
  });
}

/** @returns `undefined` when the decision is not to wait */
export function waitOf(decision: RetryDecision, code: ErrorCode): PlannedWait | undefined {
  switch (decision.kind) {
    case "retry":
    case "presign-again":
    case "rehash":
      return { code, inMs: decision.inMs, counts: true };
    case "wait-online":
      return { code: "OFFLINE", inMs: OFFLINE_PROBE_MS, counts: false };
    case "wait-sign-in":
      return { code, inMs: SIGN_IN_PROBE_MS, counts: false };
    case "verify":
    case "give-up":
      return undefined;
  }
}

/**
 * - `network`: the browser says that it is online again, or a person looks at the page again.
 * - `signed-in`: there is a session again.
 */
export type WakeCause = "network" | "signed-in";

/** Waits that a service asked for (`Retry-After`, SlowDown) are in no list: they are obeyed. */
const ENDED_BY: Readonly<Record<WakeCause, readonly ErrorCode[]>> = {
  network: ["OFFLINE", "CONNECTION_LOST", "TIMEOUT", "BUCKET_BLOCKED", "SERVICE_BLOCKED"],
  "signed-in": [
    "NOT_SIGNED_IN",
    "TOKEN_EXPIRED",
    "TOKEN_REFUSED",
    "SIGN_IN_FAILED",
    "COOKIES_BLOCKED",
    "SIGN_IN_CANCELLED",
  ],
};

export function endsWait(cause: WakeCause, code: ErrorCode): boolean {
  return ENDED_BY[cause].includes(code);
}
