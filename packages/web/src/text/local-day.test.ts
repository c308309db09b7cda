import { describe, expect, test } from "vitest";
import { clockTime, dayHeading, dayOf, dayPartName, shortDay, spokenStart } from "./local-day.ts";

const at = (day: number, hour: number, minute = 0, year = 2026) =>
  new Date(year, 10, day, hour, minute, 7).getTime();
const NOW = at(25, 21, 58);

describe("a day of the list", () => {
  test.each([
    [at(25, 0), "Today", "Today"],
    [at(24, 23, 59), "Yesterday", "Yesterday"],
    [at(23, 9), "Monday 23 November", "Mon 23 Nov"],
    [at(25, 12, 0, 2025), "Tuesday 25 November 2025", "Tue 25 Nov 2025"],
  ])("is headed by its name, and by its year if that is another one (%d)", (ms, heading, short) => {
    expect(dayHeading(dayOf(ms), NOW)).toBe(heading);
    expect(shortDay(dayOf(ms), NOW)).toBe(short);
  });
});

test.each([
  [at(25, 4, 59), "Wednesday night"],
  [at(25, 5), "Wednesday morning"],
  [at(25, 12), "Wednesday afternoon"],
  [at(25, 17), "Wednesday evening"],
  [at(25, 21), "Wednesday night"],
])("names a recording of %d by its weekday and part of the day", (ms, name) => {
  expect(dayPartName(ms)).toBe(name);
});

test("writes a time without a leading zero, and speaks it to the second", () => {
  expect(clockTime(at(25, 9, 5))).toBe("9:05");
  expect(spokenStart(at(25, 9, 5))).toBe("25 November 2026, 9:05:07");
});
