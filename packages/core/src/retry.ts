// The one retry policy, as a pure function: what to do after a failed attempt. Who waits, and on
// which clock, is the business of the one loop that asks (the recorder's uploader).
import { errorCatalogue, type ErrorCode } from "./error-catalogue.ts";

/** First step of the backoff: half a second, about the longest that a blip of the network lasts. */
const BASE_DELAY_MS = 500;

/** Longest wait: a minute, so that a backlog moves soon after a long outage ends. */
export const MAX_DELAY_MS = 60_000;

export interface FailedAttempt {
  readonly code: ErrorCode;
  /** Attempts that failed before this one: 0 for the first. */
  readonly attempt: number;
  /** What the device believes about its network. */
  readonly online: boolean;
  /** From 0 to 1: the jitter. */
  readonly random01: number;
  /** The least wait that the other side asked for, if it did. */
  readonly retryAfterMs?: number | undefined;
}

export type RetryDecision =
  /** Try the same again. */
  | { readonly kind: "retry"; readonly inMs: number }
  /** Ask for a new grant, then try again. */
  | { readonly kind: "presign-again"; readonly inMs: number }
  /** Read the bytes from the journal and hash them anew, then ask for a new grant. */
  | { readonly kind: "rehash"; readonly inMs: number }
  /** Ask the server what is stored, and believe it. */
  | { readonly kind: "verify" }
  /** Wait for the network; this attempt does not count. */
  | { readonly kind: "wait-online" }
  /** Wait for the person to sign in again; this attempt does not count. */
  | { readonly kind: "wait-sign-in" }
  /** Only a person or a change of the request can help. */
  | { readonly kind: "give-up" };

/**
 * What time can cure is tried for ever, at most a minute apart: a service that is down all night
 * must find every recording still trying in the morning. Full jitter: each wait is anywhere between
 * nothing and the doubled step, which spreads clients that failed together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function decideRetry(failed: FailedAttempt): RetryDecision {
  switch (errorCatalogue[failed.code].retry) {
    case "never":
    case "person":
      return { kind: "give-up" };
    case "sign-in":
      // The API port has already tried a fresh token by the time this code arrives here.
      return { kind: "wait-sign-in" };
    case "wait-online":
      return { kind: "wait-online" };
    case "verify":
      return { kind: "verify" };
    case "rehash":
      // Never final: S3 refuses whole bytes too, while its owner mends a policy, a key or a clock, or
      // while something on the way changes what passes.
      return { kind: "rehash", inMs: soonMs(failed) };
    case "presign-again":
      // An expired grant is nobody's overload: the first new one may be asked for at once.
      return { kind: "presign-again", inMs: soonMs(failed) };
    case "backoff":
      if (!failed.online) return { kind: "wait-online" };
      return { kind: "retry", inMs: delayMs(failed) };
  }
}

/** The first time at once, unless the other side asked to wait. */
function soonMs(failed: FailedAttempt): number {
  return failed.attempt === 0 ? (failed.retryAfterMs ?? 0) : delayMs(failed);
}

function delayMs({ attempt, random01, retryAfterMs = 0 }: FailedAttempt): number {
  const step = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt);
  return Math.max(retryAfterMs, Math.round(random01 * step));
}
