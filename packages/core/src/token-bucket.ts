// A token bucket as a pure value: how many calls somebody may still make now, and when they may again.

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
  /** Nothing was taken. `retryAfterMs` from now on, the same call is allowed if none comes between. */
  | { readonly isAllowed: false; readonly bucket: Bucket; readonly retryAfterMs: number };

/**
 * @param bucket - as it was left; `undefined` is a full one
 * @param calls - how many this one counts as; more than a full bucket holds count as a full one, so
 *   that everything is allowed some time
 * @param nowMs - a clock that was set back gives nothing back and takes nothing away
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
