import { expect, test } from "vitest";
import { nextPressedSpeed } from "./speeds.ts";

test.each([
  [1, 1.25],
  [1.25, 1.5],
  [1.5, 2],
  [2, 1],
  [0.5, 1],
  [3, 1],
  [1.75, 2],
])("a press at %d× gives %d×", (speed, next) => {
  expect(nextPressedSpeed(speed)).toBe(next);
});
