// A text is checked by the rules of its row, also of a row that a later release adds.
import * as z from "zod";
import { describe, expect, test } from "vitest";
import { RECORDING_TEXTS, type TextTable } from "../recording-texts.ts";
import { storedTexts, textInputs } from "./texts.ts";

const table = {
  ...RECORDING_TEXTS,
  note: { maxCharacters: 400, metadataBytes: 1200, controls: "refused" },
} as const satisfies TextTable;

const input = z.strictObject(textInputs(table));
const stored = z.object(storedTexts(table));

/** The schema's messages about an input, as `path message`; none when it accepts the input. */
function complaints(value: unknown): string[] {
  const { error } = input.safeParse(value);
  return error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`) ?? [];
}

describe("a caller's texts", () => {
  test.each([
    {},
    { note: "x" },
    { note: "x".repeat(400) },
    { note: "é".repeat(200), title: "é".repeat(200) },
    { title: "two\r\nlines\0" },
    { title: "💥".repeat(200) },
  ])("are accepted unchanged when they fit: %j", (value) => {
    expect(input.parse(value)).toEqual(value);
  });

  test.each([
    ["an empty text", { note: "" }, 'note must be a text of 1 to 400 characters, got ""'],
    ["a number", { note: 7 }, "note must be a text of 1 to 400 characters, got 7"],
    [
      "too many characters",
      { note: "x".repeat(401) },
      "note must be a text of 1 to 400 characters, got 401",
    ],
    [
      "too many pairs of surrogates",
      { title: "💥".repeat(201) },
      "title must be a text of 1 to 200 characters, got 201",
    ],
    // This was a 500 for ever when a field was added as title is.
    [
      "too many bytes",
      { note: "é".repeat(400) },
      "note must take at most 1200 bytes of S3's metadata, percent-encoded, got 2400",
    ],
    [
      "a control character",
      { note: "a\u0007b" },
      'note must be a text without control characters, got "a\\u0007b"',
    ],
    ["a line end", { note: "a\nb" }, 'note must be a text without control characters, got "a\\nb"'],
  ])("are refused by one sentence each: %s", (_what, value, sentence) => {
    expect(complaints(value)).toEqual([sentence]);
  });

  test("half a surrogate pair becomes U+FFFD before its bytes are counted", () => {
    expect(input.parse({ note: "a\ud800" })).toEqual({ note: "a\ufffd" });
    expect(complaints({ note: "\ud800".repeat(134) })).toEqual([
      "note must take at most 1200 bytes of S3's metadata, percent-encoded, got 1206",
    ]);
  });
});

test("a stored text of any length is read", () => {
  const long = { title: "x".repeat(5000), note: "a\nb" };
  expect(stored.parse({ ...long, unknown: "dropped" })).toEqual(long);
  expect(stored.parse({})).toEqual({});
});
