// The vocabulary of scripted trouble: what goes wrong, where, and for which requests. Deciding
// which request is struck is faults.ts; making it happen is with-faults.ts.
import type { S3ErrorCode } from "../s3/errors.ts";

/** `s3` is the bucket's origin; `api` is /trpc and /auth of the app's, never its pages. */
export type Place = "s3" | "api";

/**
 * What happens to one request. A browser's preflights are struck only where a rule asks for the method
 * OPTIONS: else a program's request is.
 */
export type Fault =
  /** The connection breaks before the server sees the request. */
  | { readonly kind: "drop"; readonly at: Place }
  /** The request waits, then goes on as if nothing were. */
  | { readonly kind: "delay"; readonly at: Place; readonly delayMs: number }
  /** 503 in the server's own form: S3's ServiceUnavailable, or what stands before a function. */
  | { readonly kind: "unavailable"; readonly at: Place; readonly retryAfterSeconds?: number }
  /** S3's 503 SlowDown: too many requests to one prefix. */
  | { readonly kind: "slow-down"; readonly at: "s3" }
  /** S3 refuses in its own words, as while its owner mends a policy, a key or a clock. */
  | { readonly kind: "refuse"; readonly at: "s3"; readonly code: S3ErrorCode }
  /**
   * Something in between answers with a page of its own: a portal, a proxy, a filter. In front of S3 a
   * browser's script can read it only if it is `readable`.
   */
  | {
      readonly kind: "foreign";
      readonly at: Place;
      readonly status: number;
      readonly readable?: true;
    }
  /** The request is carried out, and the connection breaks before the answer. */
  | { readonly kind: "lose-answer"; readonly at: Place }
  /** The request is carried out; the answer's head comes, and half of its body. */
  | { readonly kind: "truncate"; readonly at: Place }
  /** The request is carried out twice; the second answer counts. */
  | { readonly kind: "duplicate"; readonly at: Place }
  /** S3's clock is past the life of every presigned URL; requests signed otherwise pass. */
  | { readonly kind: "expired"; readonly at: "s3" }
  /** The function's clock is past the life of every access token; requests without one pass. */
  | { readonly kind: "token-expired"; readonly at: "api" };

/** Which requests: all that match, unless it says less. */
export interface When {
  readonly match?: {
    /** Upper case, as on the wire. */
    readonly method?: string;
    /** A piece of the path as it was sent, without the query: that holds signatures. */
    readonly path?: string;
  };
  /** Every n-th of the requests that match: the n-th, the 2n-th, … Not with `probability`. */
  readonly every?: number;
  /** Above 0, at most 1. Not with `every`. */
  readonly probability?: number;
  /** Of the dice behind `probability`; default 1, so that a run can be had again. */
  readonly seed?: number;
  /** Lifts itself after so many strikes; default: only when it is lifted. */
  readonly times?: number;
}

/**
 * A wrong clock belongs to a machine, not to a request. At `api` it is that of the function and of
 * the sign-in; to play a person whose clock is wrong, move both places by the same.
 */
export interface ClockSkew {
  readonly kind: "clock-skew";
  readonly at: Place;
  /** Negative is behind. */
  readonly aheadMs: number;
}

export type FaultRule = (Fault & When) | ClockSkew;
export type FaultKind = FaultRule["kind"];

/** @throws {RangeError} naming the first quantity that makes no sense, and its value */
export function assertFaultRule(rule: FaultRule): void {
  if (rule.kind === "clock-skew") return assertNumber("aheadMs", rule.aheadMs, Number.isInteger);
  if (rule.kind === "delay") assertNumber("delayMs", rule.delayMs, isCount);
  if (rule.kind === "unavailable") {
    assertNumber("retryAfterSeconds", rule.retryAfterSeconds, (seconds) => isCount(seconds + 1));
  }
  if (rule.kind === "foreign") assertNumber("status", rule.status, hasPage);
  assertNumber("every", rule.every, isCount);
  assertNumber("times", rule.times, isCount);
  assertNumber("seed", rule.seed, Number.isInteger);
  assertNumber("probability", rule.probability, (value) => value > 0 && value <= 1);
  if (rule.every !== undefined && rule.probability !== undefined) {
    throw new RangeError(`A ${rule.kind} fault strikes by count or by chance, not by both.`);
  }
}

/** Others have no body, or lead elsewhere. */
const hasPage = (status: number): boolean =>
  status === 200 || (Number.isInteger(status) && status >= 400 && status <= 599);

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;

function assertNumber(
  name: string,
  value: number | undefined,
  isGood: (value: number) => boolean,
): void {
  if (value === undefined || isGood(value)) return;
  throw new RangeError(`A fault's ${name} cannot be ${value}.`);
}
