import { expect, test } from "vitest";
import { nameProblem } from "./name-problem.ts";

test.each([
  ["x".repeat(10_000), "A name has at most 200 characters; this one has 10,000."],
  ["🎧".repeat(201), "A name has at most 200 characters; this one has 201."],
  ["one\ntwo", "A name cannot have line ends or other control characters."],
  ["bell\u0007", "A name cannot have line ends or other control characters."],
  ["\u200b\u202e", "A name needs at least one character that can be seen."],
])("refuses a bad name with a sentence (%#)", (name, sentence) => {
  expect(nameProblem(name)).toBe(sentence);
});

test.each(["🎧".repeat(200), "\u202Egnp.exe", "<script>", "Kitchen ideas"])(
  "takes a name that the page can show (%#)",
  (name) => {
    expect(nameProblem(name)).toBeUndefined();
  },
);
