import { describe, expect, test } from "vitest";
import {
  formatDuration,
  formatSeconds,
  formatSpokenDuration,
  toMs,
  formatMissing,
} from "./format.ts";

test.each([
  [1, "1 s"],
  [1_400, "1 s"],
  [33_600, "34 s"],
  [59_600, "1 min 0 s"],
  [125_000, "2 min 5 s"],
])("writes %d ms of sound as %s, at least one second", (durationMs, written) => {
  expect(formatSeconds(durationMs)).toBe(written);
});

describe("a duration", () => {
  test.each([
    [0, "0:00", "0 seconds"],
    [999, "0:00", "0 seconds"],
    [61_000, "1:01", "1 minute 1 second"],
    [3_599_999, "59:59", "59 minutes 59 seconds"],
    [3_725_000, "1:02:05", "1 hour 2 minutes 5 seconds"],
    [36_000_000, "10:00:00", "10 hours"],
  ])("of %d ms is written %s and spoken %s", (durationMs, written, spoken) => {
    expect(formatDuration(durationMs)).toBe(written);
    expect(formatSpokenDuration(durationMs)).toBe(spoken);
  });
});

test.each([
  [0, undefined],
  [249, undefined],
  [250, "250 ms"],
  [999.9, "999 ms"],
  [1000, "1.0 s"],
  [1299, "1.2 s"],
  [61_000, "61.0 s"],
])("writes %d ms of missing sound as %j, rounded down", (missingMs, written) => {
  expect(formatMissing(missingMs)).toBe(written);
});

test("converts samples at 48 kHz to milliseconds", () => {
  expect([toMs(0), toMs(960), toMs(48_000)]).toEqual([0, 20, 1000]);
});
