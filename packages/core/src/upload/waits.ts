// How long a failed step waits, and what ends the wait early.
import { DISPOSITIONS, type ErrorCode } from "../error-codes.ts";
import type { AppError } from "../errors.ts";
import { decideRetry, type RetryDecision } from "../retry.ts";
import { isForRoom } from "./is-for-room.ts";
import type { Wait } from "./records.ts";
import type { Step } from "./step.ts";

/**
 * How often to try without an `online` event. Browsers have been wrong about being offline where
 * virtual network adapters confuse them, and a missed event must not strand a recording.
 */
const OFFLINE_PROBE_MS = 30_000;

/** How often to look whether another tab has signed in. Asking costs one small request. */
const SIGN_IN_PROBE_MS = 60_000;

/** What is known of a failed step: an error, or what an answer means. */
export type Failure = Pick<AppError, "code"> & Partial<Pick<AppError, "details">>;

/** @property counts - 1 when the failure counts as an attempt */
interface BegunWait {
  readonly wait: Wait;
  readonly timer: number;
  readonly counts: 0 | 1;
}

/**
 * What the retry policy says of a failed attempt.
 *
 * @returns `begun`: `undefined` when the decision is not to wait
 */
export function decide(
  { code, details }: Failure,
  attempt: number,
  { nowMs, random01, isOnline, startTimer }: Step,
): { readonly kind: RetryDecision["kind"]; readonly begun: BegunWait | undefined } {
  const retryAfter = details?.["retryAfterMs"];
  const retryAfterMs = typeof retryAfter === "number" ? retryAfter : undefined;
  const decision = decideRetry({ code, attempt, online: isOnline, random01, retryAfterMs });
  const { kind } = decision;
  const begin = (inMs: number, counts: 0 | 1, waitsFor = code) => ({
    kind,
    begun: { wait: { untilMs: nowMs + inMs, code: waitsFor }, timer: startTimer(inMs), counts },
  });
  if ("inMs" in decision) return begin(decision.inMs, 1);
  if (kind === "wait-online") return begin(OFFLINE_PROBE_MS, 0, "OFFLINE");
  if (kind === "wait-sign-in") return begin(SIGN_IN_PROBE_MS, 0);
  return { kind, begun: undefined };
}

/**
 * - `network`: the browser says that it is online again, or a person looks at the page again.
 * - `signed-in`: there is a session again.
 * - `room`: the person may store more again. A tab of the release before ends no wait for it: that is over within
 *   a minute.
 */
export type WakeCause = "network" | "signed-in" | "room";

/** Waits that a service asked for (`Retry-After`, SlowDown) are not in the list: they are obeyed. */
const ENDED_BY_NETWORK: readonly ErrorCode[] = [
  "OFFLINE",
  "CONNECTION_LOST",
  "TIMEOUT",
  "BUCKET_BLOCKED",
  "SERVICE_BLOCKED",
];

export function endsWait(cause: WakeCause, code: ErrorCode): boolean {
  switch (cause) {
    case "network":
      return ENDED_BY_NETWORK.includes(code);
    case "signed-in":
      return DISPOSITIONS[code] === "sign-in";
    case "room":
      return isForRoom(code);
  }
}
