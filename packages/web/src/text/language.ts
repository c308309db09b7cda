// What every language has to say. A language is a folder with a file for each room, because a bundler never cuts a
// file in two: the sentences of the library would delay the first load, which only has to record. `imports` in the
// package.json names the folder that the build takes. A list of all rooms in one module would be simpler; rolldown
// 1.2 then cuts the first load into 16 files instead of 10.
import type { deckWords } from "./en/deck.ts";
import type { doorWords } from "./en/door.ts";
import type { errorWords } from "./en/errors.ts";
import type { handOnWords } from "./en/hand-on.ts";
import type { libraryWords } from "./en/library.ts";
import type { words } from "./en/page.ts";
import type { playerWords } from "./en/player.ts";
import type { settingsWords } from "./en/settings.ts";
import type { signingOutWords } from "./en/signing-out.ts";
import type { signOutWords } from "./en/sign-out.ts";

/** A sentence, or a function that puts values into one. The values are numbers for the plural, or written already. */
type Same<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends string
    ? string
    : Words[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Same<Words[Key]>;
};

/**
 * The rooms of a language, by file. Another language writes `export const libraryWords: Language["library"] = …`:
 * a missing sentence does not compile, nor does one that takes other values.
 */
export interface Language {
  readonly deck: Same<typeof deckWords>;
  readonly door: Same<typeof doorWords>;
  readonly errors: Same<typeof errorWords>;
  readonly "hand-on": Same<typeof handOnWords>;
  readonly library: Same<typeof libraryWords>;
  readonly page: Same<typeof words>;
  readonly player: Same<typeof playerWords>;
  readonly settings: Same<typeof settingsWords>;
  readonly "signing-out": Same<typeof signingOutWords>;
  readonly "sign-out": Same<typeof signOutWords>;
}
