// The one retry policy, as a pure function: what to do after a failed attempt. Who waits, and on
// which clock, is the business of the one loop that asks (the recorder's uploader).
import { errorCatalogue, type ErrorCode } from "./errors.ts";

/** First step of the backoff: half a second, about the longest that a blip of the network lasts. */
const BASE_DELAY_MS = 500;

/** Longest wait: a minute, so that a backlog moves soon after a long outage ends. */
const MAX_DELAY_MS = 60_000;

/**
 * Attempts after which waiting is given up. Failures that time cures get 14, which waits 3.5
 * minutes on average and 7 at most; a refused grant gets 5, because one that was refused afresh
 * four times over will be refused a fifth.
 */
const MAX_ATTEMPTS = { backoff: 14, "presign-again": 5 } as const;

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
  /** Wait for the network; this attempt does not count. */
  | { readonly kind: "wait-online" }
  /** Only a person or a change of the request can help. */
  | { readonly kind: "give-up" };

/**
 * Full jitter: each wait is anywhere between nothing and the doubled step, which spreads clients
 * that failed together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function decideRetry(failed: FailedAttempt): RetryDecision {
  const disposition = errorCatalogue[failed.code].retry;
  switch (disposition) {
    case "never":
    case "person":
    // The API port has already tried a fresh token by the time this code arrives here.
    case "sign-in":
      return { kind: "give-up" };
    case "wait-online":
      return { kind: "wait-online" };
    case "presign-again":
      if (isLastAttempt(failed, disposition)) return { kind: "give-up" };
      // An expired grant is nobody's overload: the first new one may be asked for at once.
      return { kind: "presign-again", inMs: failed.attempt === 0 ? 0 : delayMs(failed) };
    case "backoff":
      if (!failed.online) return { kind: "wait-online" };
      if (isLastAttempt(failed, disposition)) return { kind: "give-up" };
      return { kind: "retry", inMs: delayMs(failed) };
  }
}

function isLastAttempt({ attempt }: FailedAttempt, disposition: keyof typeof MAX_ATTEMPTS) {
  return attempt + 1 >= MAX_ATTEMPTS[disposition];
}

function delayMs({ attempt, random01, retryAfterMs = 0 }: FailedAttempt): number {
  const step = Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempt);
  return Math.max(retryAfterMs, Math.round(random01 * step));
}
