import { expect, test } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

test.each<[string | null, number | undefined]>([
  ["0", 0],
  ["7", 7000],
  ["86400", 86_400_000],
  [null, undefined],
  ["", undefined],
  ["-1", undefined],
  ["1.5", undefined],
  ["9999999", undefined],
  ["Mon, 23 Nov 2026 12:00:00 GMT", undefined],
])("the header %j asks for a wait of %j ms", (header, ms) => {
  expect(retryAfterMs(header)).toBe(ms);
});
