// Which name a person may give to a recording. The API takes some that this refuses: a title of one line only
// is shown well.
import { LIMITS } from "@tapedeck/core/limits";

const MAX = LIMITS.titleCharacters;

/** @returns a sentence, if the name cannot be given */
export function nameProblem(name: string): string | undefined {
  const count = Array.from(name).length;
  const written = count.toLocaleString("en");
  if (count > MAX) return `A name has at most ${MAX} characters; this one has ${written}.`;
  if (/\p{Cc}/u.test(name)) return "A name cannot have line ends or other control characters.";
  return undefined;
}
