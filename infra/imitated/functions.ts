// Limits of the functions, as plain values. infra/ deploys them; packages/local/lambda keeps to them.

/** Of one call. The reasons are where they are used: api.ts, events.ts and sign-up.ts. */
export const TIMEOUT_SECONDS = {
  api: 20,
  slowApi: 20,
  arrivalCheck: 30,
  wholeFile: 900,
  preSignUp: 5,
} as const;

/**
 * Bytes of what a function may return, status and headers included. Lambda fails a call that returns
 * more, and a function URL answers 502.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const ANSWER_BYTES = 6_291_556;
