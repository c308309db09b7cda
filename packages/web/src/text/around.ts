// A sentence around a value that has markup of its own.

/** A private character, so no sentence has it. */
const MARK = "\uE000";

/** @returns what stands before the value, and what behind it: each language has its own order */
export function around(sentence: (value: string) => string): readonly [string, string] {
  const [before = "", behind = ""] = sentence(MARK).split(MARK);
  return [before, behind];
}
