// Which name a person may give to a recording. The API takes some that this refuses: a title of one line only
// is shown well.
import { LIMITS } from "@tapedeck/core/limits";

const MAX = LIMITS.titleCharacters;
/** A letter, a digit, a sign: neither a space, nor a control, nor a character that only turns the writing. */
export const VISIBLE = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u;

/** @param name - not empty. @returns a sentence, if the name cannot be given */
export function nameProblem(name: string): string | undefined {
  const count = Array.from(name).length;
  const written = count.toLocaleString("en");
  if (count > MAX) return `A name has at most ${MAX} characters; this one has ${written}.`;
  if (/\p{Cc}/u.test(name)) return "A name cannot have line ends or other control characters.";
  if (!VISIBLE.test(name)) return "A name needs at least one character that can be seen.";
  return undefined;
}
