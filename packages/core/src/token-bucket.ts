// A token bucket as a pure value: how many calls a person may make now, and when the next is allowed.

export interface BucketRules {
  /** Calls that a full bucket holds. */
  readonly atOnce: number;
  /** Calls that come back each second. */
  readonly perSecond: number;
}

export interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

export type Taken =
  | { readonly isAllowed: true; readonly bucket: Bucket }
  /** No token was taken. The same call is allowed after `retryAfterMs`, if no other comes before. */
  | { readonly isAllowed: false; readonly bucket: Bucket; readonly retryAfterMs: number };

/**
 * @param bucket - the state after the call before; `undefined` is a full bucket
 * @param calls - the number of calls that this one counts as; more than a full bucket holds count as a full
 *   bucket, so that every call is allowed at some time
 * @param nowMs - milliseconds since 1970; a clock that was set back neither adds nor takes tokens
 */
export function takeFrom(
  bucket: Bucket | undefined,
  calls: number,
  nowMs: number,
  { atOnce, perSecond }: BucketRules,
): Taken {
  const elapsedMs = Math.max(0, nowMs - (bucket?.atMs ?? nowMs));
  const left = Math.min(atOnce, (bucket?.left ?? atOnce) + (elapsedMs * perSecond) / 1000);
  const cost = Math.min(calls, atOnce);
  if (left >= cost) return { isAllowed: true, bucket: { left: left - cost, atMs: nowMs } };
  const retryAfterMs = Math.ceil(((cost - left) * 1000) / perSecond);
  return { isAllowed: false, bucket: { left, atMs: nowMs }, retryAfterMs };
}
