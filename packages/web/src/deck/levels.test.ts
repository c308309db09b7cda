import { expect, test } from "vitest";
import { barHeight, createLevels, decibels, litShare } from "./levels.ts";

test.each([
  [1, 0, 1, 1],
  [0.5, -6.02, 54 / 60, 0.889],
  [0.1, -20, 40 / 60, 0.63],
  [0.001, -60, 0, 0],
  [0.00001, -60, 0, 0],
  [0, -60, 0, 0],
])("a level of %d is %d dB: %d of the scale, a bar of %d", (level, db, share, bar) => {
  expect(decibels(level)).toBeCloseTo(db, 2);
  expect(litShare(level)).toBeCloseTo(share, 5);
  expect(barHeight(level)).toBeCloseTo(bar, 2);
});

test("levels reach those who listen, and no longer those who stopped", () => {
  const levels = createLevels();
  const heard: number[] = [];
  const stop = levels.listen((values) => heard.push(...values));
  levels.send([0.1, 0.2]);
  stop();
  levels.send([0.3]);
  expect(heard).toEqual([0.1, 0.2]);
});
