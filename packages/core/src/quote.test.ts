import fc from "fast-check";
import { expect, test } from "vitest";
import { quote } from "./quote.ts";

test.each([
  ['"plain"', "plain"],
  ['"say \\"no\\""', 'say "no"'],
  ['"line\\nbreak\\u0000\\u001b[31m"', "line\nbreak\0\u001b[31m"],
  ['"\\u00e9"', "é"],
  ['"\\u007f"', "\u007f"],
  ["nothing", undefined],
  ["null", null],
  ["-1.5", -1.5],
  ["NaN", Number.NaN],
  ["true", true],
  ["a list of 2", [1, 2]],
  ["an object", { token: "secret" }],
  ["a symbol", Symbol("x")],
  ["a bigint", 10n],
])("a value is shown as a person would write it: %s", (text, value) => {
  expect(quote(value)).toBe(text);
});

test("a quote of any value is one short line of printable ASCII", () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.string({ unit: "binary", maxLength: 500 })), (value) => {
      expect(quote(value)).toMatch(/^[\x20-\x7e]{1,60}…?$/);
    }),
    { numRuns: 1000 },
  );
});

test("a huge string costs no more than a short one", () => {
  expect(quote("x".repeat(1_000_000))).toBe(`"${"x".repeat(59)}…`);
});
