import { expect, test } from "vitest";
import { dayOf } from "../text/local-day.ts";
import { dayPartName, dayWords, spokenStart } from "./day-names.ts";

const at = (day: number, hour: number, minute = 0) =>
  new Date(2026, 10, day, hour, minute, 7).getTime();

test.each([
  [at(25, 4, 59), "Wednesday night"],
  [at(25, 5), "Wednesday morning"],
  [at(25, 12), "Wednesday afternoon"],
  [at(25, 17), "Wednesday evening"],
  [at(25, 21), "Wednesday night"],
])("names a recording of %d by its weekday and part of the day", (ms, name) => {
  expect(dayPartName(ms)).toBe(name);
});

test("speaks the start of a recording to the second", () => {
  expect(spokenStart(at(25, 9, 5))).toBe("25 November 2026, 9:05:07");
});

test("a day is found by its weekday, number, month, year, date, and as yesterday", () => {
  const words = dayWords(dayOf(at(24, 9)), at(25, 9));
  expect(words).toEqual(
    expect.arrayContaining(["Tuesday", "24", "November", "2026", "2026-11-24"]),
  );
  expect(words).toContain("Yesterday");
});
