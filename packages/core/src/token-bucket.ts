// A token bucket as a pure value: how much a person may use now, and when the rest is allowed.

export interface BucketRules {
  /** Tokens that a full bucket holds. */
  readonly atOnce: number;
  /** Tokens that come back each second. */
  readonly perSecond: number;
}

export interface Bucket {
  readonly left: number;
  readonly atMs: number;
}

export type Taken =
  | { readonly isAllowed: true; readonly bucket: Bucket }
  /** No token was taken. The same is allowed after `retryAfterMs`, if no other taker comes before. */
  | { readonly isAllowed: false; readonly bucket: Bucket; readonly retryAfterMs: number };

/**
 * @param bucket - the state after the taking before; `undefined` is a full bucket
 * @param tokens - the number to take; more than a full bucket holds count as a full bucket, so that every
 *   number is allowed at some time
 * @param nowMs - milliseconds since 1970; a clock that was set back neither adds nor takes tokens
 */
export function takeFrom(
  bucket: Bucket | undefined,
  tokens: number,
  nowMs: number,
  { atOnce, perSecond }: BucketRules,
): Taken {
  const elapsedMs = Math.max(0, nowMs - (bucket?.atMs ?? nowMs));
  const left = Math.min(atOnce, (bucket?.left ?? atOnce) + (elapsedMs * perSecond) / 1000);
  const cost = Math.min(tokens, atOnce);
  if (left >= cost) return { isAllowed: true, bucket: { left: left - cost, atMs: nowMs } };
  const retryAfterMs = Math.ceil(((cost - left) * 1000) / perSecond);
  return { isAllowed: false, bucket: { left, atMs: nowMs }, retryAfterMs };
}

/** Several buckets of one person, by what each counts. */
export type Buckets<Counted extends string> = Readonly<Record<Counted, Bucket>>;

export type TakenFromAll<Counted extends string> =
  | { readonly isAllowed: true; readonly buckets: Buckets<Counted> }
  /** No bucket has lost a token. `retryAfterMs` is that of the bucket that takes longest. */
  | {
      readonly isAllowed: false;
      readonly buckets: Buckets<Counted>;
      readonly retryAfterMs: number;
    };

/** As {@link takeFrom}, of all buckets or of none: a refused taker does not pay in the other buckets. */
export function takeFromAll<Counted extends string>(
  buckets: Buckets<Counted> | undefined,
  tokens: Readonly<Record<Counted, number>>,
  nowMs: number,
  rules: Readonly<Record<Counted, BucketRules>>,
): TakenFromAll<Counted> {
  const names = Object.keys(rules) as Counted[];
  const takeEach = (tokensOf: (name: Counted) => number) =>
    names.map((name) => takeFrom(buckets?.[name], tokensOf(name), nowMs, rules[name]));
  const bucketsOf = (taken: readonly Taken[]) =>
    Object.fromEntries(
      names.map((name, index) => [name, taken[index]?.bucket] as const),
    ) as Buckets<Counted>;
  const taken = takeEach((name) => tokens[name]);
  const waitsMs = taken.flatMap((each) => (each.isAllowed ? [] : [each.retryAfterMs]));
  if (waitsMs.length === 0) return { isAllowed: true, buckets: bucketsOf(taken) };
  const untouched = bucketsOf(takeEach(() => 0));
  return { isAllowed: false, buckets: untouched, retryAfterMs: Math.max(...waitsMs) };
}
