import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS } from "./limits.ts";
import { takeFrom, takeFromAll, type Bucket, type BucketRules } from "./token-bucket.ts";

const RULES: BucketRules = { atOnce: 3, perSecond: 2 };

/** Whether each of these calls is allowed. */
function allowed(calls: readonly { cost: number; atMs: number }[], rules: BucketRules): boolean[] {
  let bucket: Bucket | undefined;
  return calls.map(({ cost, atMs }) => {
    const taken = takeFrom(bucket, cost, atMs, rules);
    bucket = taken.bucket;
    return taken.isAllowed;
  });
}

const at = (...times: number[]) => times.map((atMs) => ({ cost: 1, atMs }));

describe("a token bucket", () => {
  test.each<[string, { cost: number; atMs: number }[], boolean[]]>([
    ["allows what it holds, and no more", at(0, 0, 0, 0), [true, true, true, false]],
    ["fills up with time", at(0, 0, 0, 499, 500), [true, true, true, false, true]],
    [
      "never holds more than when full",
      at(0, 60_000, 60_000, 60_000, 60_000),
      [true, true, true, true, false],
    ],
    ["survives a clock that is set back", at(5000, 0, 0, 0), [true, true, true, false]],
    [
      "takes nothing for what it refuses",
      [
        { cost: 2, atMs: 0 },
        { cost: 2, atMs: 0 },
        { cost: 1, atMs: 0 },
      ],
      [true, false, true],
    ],
    [
      "lets even the largest call through when full",
      [
        { cost: 99, atMs: 0 },
        { cost: 1, atMs: 0 },
      ],
      [true, false],
    ],
  ])("%s", (_what, calls, expected) => {
    expect(allowed(calls, RULES)).toEqual(expected);
  });

  test("allows in any time no more than it holds and what comes back in that time", () => {
    const call = fc.record({ cost: fc.integer({ min: 1, max: 3 }), waitMs: fc.nat(700) });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 200 }), (waits) => {
        let atMs = 0;
        const calls = waits.map(({ cost, waitMs }) => ({ cost, atMs: (atMs += waitMs) }));
        const granted = allowed(calls, RULES);
        const spent = calls.reduce((sum, { cost }, k) => sum + (granted[k] === true ? cost : 0), 0);
        expect(spent).toBeLessThanOrEqual(RULES.atOnce + (atMs * RULES.perSecond) / 1000 + 1e-6);
      }),
    );
  });

  test("keeps its word: after the wait it named, the call is allowed", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (cost, left) => {
          const first = takeFrom({ left, atMs: 0 }, cost, 0, RULES);
          if (first.isAllowed) return;
          expect(first.retryAfterMs).toBeGreaterThan(0);
          expect(takeFrom(first.bucket, cost, first.retryAfterMs, RULES).isAllowed).toBe(true);
        },
      ),
    );
  });

  test("lets the backlog of a day of 2 s segments of one person pass at once", () => {
    const calls = 2 * Math.ceil(43_200 / LIMITS.segmentsPerCall);
    // Presigning and verifying a hundred takes one call's bytes each.
    expect(
      allowed(at(...Array.from({ length: calls }, (_, k) => k * 50)), LIMITS.callsPerPerson),
    ).not.toContain(false);
  });
});

describe("several token buckets", () => {
  const BOTH = { segments: RULES, bytes: { atOnce: 100, perSecond: 10 } };

  test("refuse together, and the one that allows loses nothing", () => {
    const first = takeFromAll(undefined, { segments: 1, bytes: 80 }, 0, BOTH);
    expect(first).toEqual({
      isAllowed: true,
      buckets: { segments: { left: 2, atMs: 0 }, bytes: { left: 20, atMs: 0 } },
    });
    expect(takeFromAll(first.buckets, { segments: 2, bytes: 30 }, 0, BOTH)).toEqual({
      isAllowed: false,
      buckets: first.buckets,
      retryAfterMs: 1000,
    });
  });

  test("name the longest of their waits", () => {
    const { buckets } = takeFromAll(undefined, { segments: 3, bytes: 100 }, 0, BOTH);
    expect(takeFromAll(buckets, { segments: 3, bytes: 1 }, 0, BOTH)).toMatchObject({
      retryAfterMs: 1500,
    });
  });

  test("fill up again after a clock was set back while they refuse", () => {
    const { buckets } = takeFromAll(undefined, { segments: 3, bytes: 0 }, 5000, BOTH);
    const refused = takeFromAll(buckets, { segments: 1, bytes: 0 }, 0, BOTH);
    expect(refused.isAllowed).toBe(false);
    expect(takeFromAll(refused.buckets, { segments: 1, bytes: 0 }, 500, BOTH).isAllowed).toBe(true);
  });
});
