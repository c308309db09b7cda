import { expect, test } from "vitest";
import { liveBars, MISSING, wholeBars } from "./live-bars.ts";

const dB = (value: number) => 10 ** (value / 20);

test("the newest bar stands at the right, one every 5 px, and what does not fit is left out", () => {
  const bars = liveBars([1, ...Array<number>(10).fill(dB(-27))], 28);
  expect(bars.map(({ x }) => x)).toEqual([-10, -5, 0, 5, 10, 15, 20]);
  expect(bars.every(({ height }) => Math.abs(height - 0.5) < 0.001)).toBe(true);
});

test("shows silence as a dot, a clipped level as clipped, and missing sound as a hole", () => {
  expect(liveBars([0, 1, MISSING], 100)).toEqual([
    { x: 82, height: 0, isClipped: false, isMissing: false },
    { x: 87, height: 1, isClipped: true, isMissing: false },
    { x: 92, height: 0, isClipped: false, isMissing: true },
  ]);
});

test("the whole recording fills the width, each bar the mean of what lies under it", () => {
  const bars = wholeBars([1, 0, dB(-27), dB(-27)], 8);
  expect(bars.map(({ x }) => x)).toEqual([2, 6]);
  expect(bars[0]?.height).toBeCloseTo(0.5);
  expect(bars[1]?.height).toBeCloseTo(0.5);
});

test("a recording shorter than the width repeats its levels", () => {
  expect(wholeBars([1], 12).map(({ height }) => height)).toEqual([1, 1, 1]);
});

test("a bar under which all sound is missing is a hole", () => {
  expect(wholeBars([1, 1, MISSING, MISSING], 16).map(({ isMissing }) => isMissing)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
