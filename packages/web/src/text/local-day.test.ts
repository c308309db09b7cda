import { describe, expect, test } from "vitest";
import { clockTime, dayHeading, dayOf, shortDay, whenWords } from "./local-day.ts";

const at = (day: number, hour: number, minute = 0, year = 2026) =>
  new Date(year, 10, day, hour, minute, 7).getTime();
const NOW = at(25, 21, 58);

describe("a day of the list", () => {
  test.each([
    [at(25, 0), "Today", "Today"],
    [at(24, 23, 59), "Yesterday", "Yesterday"],
    [at(23, 9), "Monday 23 November", "Mon 23 Nov"],
    [at(25, 12, 0, 2025), "Tuesday, 25 November 2025", "Tue, 25 Nov 2025"],
  ])("is headed by its name, and by its year if that is another one (%d)", (ms, heading, short) => {
    expect(dayHeading(dayOf(ms), NOW)).toBe(heading);
    expect(shortDay(dayOf(ms), NOW)).toBe(short);
  });
});

test("writes a time without a leading zero", () => {
  expect(clockTime(at(25, 9, 5))).toBe("9:05");
});

test.each([
  [at(25, 11, 26), "Today’s 11:26"],
  [at(24, 11, 26), "Yesterday’s 11:26"],
  [at(22, 11, 26), "Sun 22 Nov, 11:26"],
])("names a time in a sentence as people do (%d)", (ms, words) => {
  expect(whenWords(ms, NOW)).toBe(words);
});
