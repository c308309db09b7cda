import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Gap } from "./contract.ts";
import { joinNearest, missingMs } from "./gaps.ts";

const lost = (startSample: number, durationMs: number): Gap => ({
  startSample,
  durationMs,
  reason: "lost",
});
const paused = (startSample: number, durationMs: number): Gap => ({
  startSample,
  durationMs,
  reason: "paused",
});

const gapLists = fc
  .array(
    fc.record({
      startSample: fc.nat({ max: 100_000 }),
      durationMs: fc.integer({ min: 1, max: 60_000 }),
      reason: fc.constantFrom("paused", "interrupted", "lost"),
    }),
    { maxLength: 60 },
  )
  .map((gaps: Gap[]) => gaps.toSorted((a, b) => a.startSample - b.startSample));

test("counts every gap as missing except pauses", () => {
  expect(missingMs([lost(0, 20), paused(5, 1000), { ...lost(9, 3), reason: "interrupted" }])).toBe(
    23,
  );
});

test("the two nearest gaps of one reason become one, at the place of the first and as long as both", () => {
  const gaps = [lost(0, 1), paused(10, 2), lost(90, 4), paused(95, 8), lost(100, 16)];
  expect(joinNearest(gaps, 4)).toEqual([lost(0, 1), paused(10, 2), lost(90, 20), paused(95, 8)]);
  expect(joinNearest(gaps, 3)).toEqual([lost(0, 1), paused(10, 10), lost(90, 20)]);
});

test("a list that is short enough stays the same list", () => {
  const gaps = [lost(0, 1), lost(1, 1)];
  expect(joinNearest(gaps, 2)).toBe(gaps);
});

test("joining gaps leaves out no time of any reason, and keeps their order", () => {
  fc.assert(
    fc.property(gapLists, fc.integer({ min: 3, max: 20 }), (gaps, maxCount) => {
      const joined = joinNearest(gaps, maxCount);
      expect(joined.length).toBeLessThanOrEqual(maxCount);
      for (const reason of ["paused", "interrupted", "lost"]) {
        const sum = (list: readonly Gap[]) =>
          list.reduce((ms, gap) => ms + (gap.reason === reason ? gap.durationMs : 0), 0);
        expect(sum(joined)).toBe(sum(gaps));
      }
      expect(joined).toEqual(joined.toSorted((a, b) => a.startSample - b.startSample));
    }),
  );
});
