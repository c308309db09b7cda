import { expect, test } from "vitest";
import { formatLength, formatSize } from "./format-facts.ts";

test.each([
  [400, "0 s"],
  [48_900, "48 s"],
  [252_000, "4 min"],
  [5_528_000, "1 h 32 min"],
])("writes a length of %d ms in words as %s", (durationMs, written) => {
  expect(formatLength(durationMs)).toBe(written);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [42_400, "42 kB"],
  [1_449_000, "1.4 MB"],
  [2_130_000_000, "2.1 GB"],
])("writes a size of %d bytes as %s", (sizeBytes, written) => {
  expect(formatSize(sizeBytes)).toBe(written);
});
