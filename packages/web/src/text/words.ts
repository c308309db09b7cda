// The language of the page. The bundle has one; another is a file like en.ts.
import { en } from "./en.ts";

type Same<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string
    ? string
    : Words[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Same<Words[Key]>;
};

/** What every language says. */
export type Words = Same<typeof en>;

/** BCP 47: dates, numbers and lengths follow it too. British English, as the sentences are. */
export const language = "en-GB";

export const words: Words = en;
