// The one retry policy, as a pure function: it decides the next step after a failed attempt. Its caller
// waits, by a clock of its own.
import { DISPOSITIONS, type ErrorCode } from "./error-codes.ts";

/** First step of the backoff, in ms: about the longest short fault of a network. */
const BASE_DELAY_MS = 500;

/** Longest wait: a minute, so that a backlog moves soon after a long outage ends. */
export const MAX_DELAY_MS = 60_000;

export interface FailedAttempt {
  readonly code: ErrorCode;
  /** Attempts that failed before this one: 0 for the first. */
  readonly attempt: number;
  /** Whether the browser believes that the device has a network. */
  readonly online: boolean;
  /** The jitter, a random number from 0 to 1. */
  readonly random01: number;
  /** The least wait in ms that the other side asked for, if it asked. */
  readonly retryAfterMs?: number | undefined;
}

export type RetryDecision =
  /** Try the same again. */
  | { readonly kind: "retry"; readonly inMs: number }
  /** Ask for a new grant, then try again. */
  | { readonly kind: "presign-again"; readonly inMs: number }
  /** Read the bytes from the journal and hash them anew, then ask for a new grant. */
  | { readonly kind: "rehash"; readonly inMs: number }
  /** Ask the server which bytes S3 holds, and act on its verdict. */
  | { readonly kind: "verify" }
  /** Wait for the network; this attempt does not count. */
  | { readonly kind: "wait-online" }
  /** Wait for the person to sign in again; this attempt does not count. */
  | { readonly kind: "wait-sign-in" }
  /** Only a person or a change of the request can help. */
  | { readonly kind: "give-up" };

/**
 * A fault that time can cure is tried for ever, at most a minute apart: when a service was down all night,
 * every recording is still trying in the morning. Full jitter: each wait is a random part of the doubled
 * step, which spreads clients that failed together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function decideRetry(failed: FailedAttempt): RetryDecision {
  switch (DISPOSITIONS[failed.code]) {
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
      // Never final: S3 also refuses undamaged bytes, until its owner has repaired a policy, a key or a
      // clock, or while a proxy on the way changes requests.
      return { kind: "rehash", inMs: soonMs(failed) };
    case "presign-again":
      // An expired grant is no sign of overload: ask for the first new one at once.
      return { kind: "presign-again", inMs: soonMs(failed) };
    case "backoff":
      if (!failed.online) return { kind: "wait-online" };
      return { kind: "retry", inMs: delayMs(failed) };
  }
}

/** @returns ms: 0 the first time, unless the other side asked to wait */
function soonMs(failed: FailedAttempt): number {
  return failed.attempt === 0 ? (failed.retryAfterMs ?? 0) : delayMs(failed);
}

function delayMs({ attempt, random01, retryAfterMs = 0 }: FailedAttempt): number {
  const step = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt);
  return Math.max(retryAfterMs, Math.round(random01 * step));
}
