import { expect, test } from "vitest";
import { parseSegmentLength } from "./segment-length.ts";

test.each([
  ["2", 2],
  [" 7 ", 7],
  ["60", 60],
])("accepts %j", (text, seconds) => {
  expect(parseSegmentLength(text)).toEqual({ kind: "valid", seconds });
});

test.each(["", "1", "61", "2.5", "-5", "1e1", "0x5", "abc"])("refuses %j", (text) => {
  expect(parseSegmentLength(text)).toEqual({ kind: "invalid", typed: text });
});
