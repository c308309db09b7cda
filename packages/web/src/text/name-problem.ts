// Which name a person may give to a recording. The API takes some that this refuses: a title of one line only
// is shown well.
import { LIMITS } from "@tapedeck/core/limits";
import { formatNumber } from "./intl.ts";
import { deckWords } from "#words/deck";
import { VISIBLE } from "./visible.ts";

const MAX = LIMITS.titleCharacters;

/** @param name - not empty. @returns a sentence, if the name cannot be given */
export function nameProblem(name: string): string | undefined {
  const { names } = deckWords;
  const count = Array.from(name).length;
  if (count > MAX) return names.tooLong(formatNumber(MAX), formatNumber(count));
  if (/\p{Cc}/u.test(name)) return names.controls;
  if (!VISIBLE.test(name)) return names.invisible;
  return undefined;
}
