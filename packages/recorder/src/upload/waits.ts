// How long a failed step waits, and what ends the wait early. The policy behind it is core's.
import type { ErrorCode } from "@tapedeck/core/error-catalogue";
import type { RetryDecision } from "@tapedeck/core/retry";

/**
 * How often to try without an `online` event. Browsers have been wrong about being offline where
 * virtual network adapters confuse them, and a missed event must not strand a recording.
 */
const OFFLINE_PROBE_MS = 30_000;

/** How often to look whether another tab has signed in. Asking costs one small request. */
const SIGN_IN_PROBE_MS = 60_000;

export interface Wait {
  readonly code: ErrorCode;
  readonly inMs: number;
  /** The failure counts as an attempt. */
  readonly counts: boolean;
}

/** @returns `undefined` when waiting is not what was decided */
export function waitOf(decision: RetryDecision, code: ErrorCode): Wait | undefined {
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
 * - `network`: the browser says that it is online again, or the page is looked at again.
 * - `signed-in`: there is a session again.
 */
export type WakeCause = "network" | "signed-in";

/** What a service asked us to wait for (`Retry-After`, SlowDown) is in none: that wait is obeyed. */
const CURES: Readonly<Record<WakeCause, readonly ErrorCode[]>> = {
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

export function cures(cause: WakeCause, code: ErrorCode): boolean {
  return CURES[cause].includes(code);
}
