import { expect, test } from "vitest";
import { LIMITS } from "@tapedeck/core/limits";
import { createReadRateLimit } from "./read-rate-limit.ts";

const ADA = { userType: "hosts", provider: "cognito", sub: "ada" };
const LONGEST = LIMITS.segmentsPerRecording;

function startLimit() {
  let nowMs = 0;
  const limit = createReadRateLimit({ nowMicros: () => nowMs * 1000 });
  const isAllowed = (objects: number) => {
    try {
      limit.countReads(ADA, objects);
      return true;
    } catch {
      return false;
    }
  };
  return { isAllowed, pass: (ms: number) => (nowMs += ms) };
}

test("a backlog of 80 recordings of an hour is sealed at once", () => {
  const { isAllowed } = startLimit();
  expect(Array.from({ length: 80 }, () => isAllowed(720))).not.toContain(false);
});

test("the longest recording is read three times, and then once in 400 s", () => {
  const { isAllowed, pass } = startLimit();
  expect([1, 2, 3, 4].map(() => isAllowed(LONGEST))).toEqual([true, true, true, false]);
  pass(399_000);
  expect(isAllowed(LONGEST)).toBe(false);
  pass(1000);
  expect(isAllowed(LONGEST)).toBe(true);
});
