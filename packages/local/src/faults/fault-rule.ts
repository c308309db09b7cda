// The types of scripted faults: the fault, its place, and the requests that it strikes. faults.ts chooses the
// requests; with-faults.ts carries the fault out.
import type { S3ErrorCode } from "../s3/errors.ts";

/** `s3` is the bucket's origin; `api` is /trpc and /auth of the app's origin, without its pages. */
export type Place = "s3" | "api";

/**
 * The fault of one request. A browser's preflight is struck only when a rule names the method OPTIONS;
 * otherwise the program's own request is struck.
 */
export type Fault =
  /** The connection breaks before the server sees the request. */
  | { readonly kind: "drop"; readonly at: Place }
  /** The request waits, then goes on normally. */
  | { readonly kind: "delay"; readonly at: Place; readonly delayMs: number }
  /** 503 in the server's own form: S3's ServiceUnavailable, or that of the service before a function. */
  | { readonly kind: "unavailable"; readonly at: Place; readonly retryAfterSeconds?: number }
  /** S3's 503 SlowDown: too many requests to one prefix. */
  | { readonly kind: "slow-down"; readonly at: "s3" }
  /** S3 refuses with a code of its own, as it does for a wrong policy, key or clock. */
  | { readonly kind: "refuse"; readonly at: "s3"; readonly code: S3ErrorCode }
  /**
   * A portal, a proxy or a filter in between answers with a page of its own. In front of S3 a browser's
   * script can read it only if it is `readable`.
   */
  | {
      readonly kind: "foreign";
      readonly at: Place;
      readonly status: number;
      readonly readable?: true;
    }
  /** The request is carried out, and the connection breaks before the answer. */
  | { readonly kind: "lose-answer"; readonly at: Place }
  /** The request is carried out; the client gets the answer's head and half of its body. */
  | { readonly kind: "truncate"; readonly at: Place }
  /** The request is carried out twice; the second answer counts. */
  | { readonly kind: "duplicate"; readonly at: Place }
  /** S3's clock is past the life of every presigned URL; requests signed otherwise pass. */
  | { readonly kind: "expired"; readonly at: "s3" }
  /** The function's clock is past the life of every access token; requests without one pass. */
  | { readonly kind: "token-expired"; readonly at: "api" };

/** The requests that a rule strikes: all that match, unless `every` or `probability` says less. */
export interface When {
  readonly match?: {
    /** Upper case, as on the wire. */
    readonly method?: string;
    /** A part of the path as it was sent. The query, which holds signatures, is not searched. */
    readonly path?: string;
  };
  /** Every n-th of the requests that match: the n-th, the 2n-th, … Not with `probability`. */
  readonly every?: number;
  /** Above 0, at most 1. Not with `every`. */
  readonly probability?: number;
  /** Seed of the dice behind `probability`; default 1, so that a run can be repeated. */
  readonly seed?: number;
  /** The rule ends after so many strikes; default: it ends only when it is lifted. */
  readonly times?: number;
}

/**
 * A wrong clock belongs to a machine, not to a request. At `api` it is the clock of the function and of the
 * sign-in. To play a person whose clock is wrong, move both places by the same time.
 */
export interface ClockSkew {
  readonly kind: "clock-skew";
  readonly at: Place;
  /** Negative is behind. */
  readonly aheadMs: number;
}

export type FaultRule = (Fault & When) | ClockSkew;
export type FaultKind = FaultRule["kind"];

/** @throws {RangeError} naming the first quantity that is out of range, and its value */
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

/** Statuses with a body that do not redirect. */
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
