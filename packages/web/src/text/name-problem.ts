// Which name a person may give to a recording. The API takes some that this refuses: a title of one line only
// is shown well.
import { LIMITS } from "@tapedeck/core/limits";
import { formatNumber } from "./intl.ts";
import { words } from "./words.ts";

const MAX = LIMITS.titleCharacters;
/** A letter, a digit, a sign: neither a space, nor a control, nor a character that only turns the writing. */
export const VISIBLE = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;

/** @param name - not empty. @returns a sentence, if the name cannot be given */
export function nameProblem(name: string): string | undefined {
  const { names } = words;
  const count = Array.from(name).length;
  if (count > MAX) return names.tooLong(formatNumber(MAX), formatNumber(count));
  if (/\p{Cc}/u.test(name)) return names.controls;
  if (!VISIBLE.test(name)) return names.invisible;
  return undefined;
}
