import { describe, expect, test } from "vitest";
import { formatDuration, formatSize, speakDuration } from "./format.ts";

describe("a duration", () => {
  test.each([
    [0, "0:00", "0 seconds"],
    [999, "0:00", "0 seconds"],
    [61_000, "1:01", "1 minute 1 second"],
    [3_599_999, "59:59", "59 minutes 59 seconds"],
    [3_725_000, "1:02:05", "1 hour 2 minutes 5 seconds"],
    [36_000_000, "10:00:00", "10 hours"],
  ])("of %d ms is %s, spoken %s", (durationMs, written, spoken) => {
    expect(formatDuration(durationMs)).toBe(written);
    expect(speakDuration(durationMs)).toBe(spoken);
  });
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [42_400, "42 kB"],
  [1_449_000, "1.4 MB"],
])("a size of %d is %s", (sizeBytes, written) => {
  expect(formatSize(sizeBytes)).toBe(written);
});
