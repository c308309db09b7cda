// Languages that must compile and languages that must not: `tsc -b` is the test. A language that lacks a sentence
// and begins to compile makes its `@ts-expect-error` an error.
import { deckWords } from "../../packages/web/src/text/en/deck.ts";
import { doorWords } from "../../packages/web/src/text/en/door.ts";
import { errorWords } from "../../packages/web/src/text/en/errors.ts";
import { handOnWords } from "../../packages/web/src/text/en/hand-on.ts";
import { libraryWords } from "../../packages/web/src/text/en/library.ts";
import { words } from "../../packages/web/src/text/en/page.ts";
import { playerWords } from "../../packages/web/src/text/en/player.ts";
import { settingsWords } from "../../packages/web/src/text/en/settings.ts";
import { signingOutWords } from "../../packages/web/src/text/en/signing-out.ts";
import { signOutWords } from "../../packages/web/src/text/en/sign-out.ts";
import type { Language } from "../../packages/web/src/text/language.ts";

export const english: Language = {
  deck: deckWords,
  door: doorWords,
  errors: errorWords,
  "hand-on": handOnWords,
  library: libraryWords,
  page: words,
  player: playerWords,
  settings: settingsWords,
  "signing-out": signingOutWords,
  "sign-out": signOutWords,
};

const { tooLong: _, ...otherNames } = deckWords.names;
// @ts-expect-error a sentence is missing
export const withoutOne: Language["deck"] = { ...deckWords, names: otherNames };

const { player: _player, ...allButOne } = english;
// @ts-expect-error a room is missing
export const withoutRoom: Language = allButOne;

const { OFFLINE: _code, ...otherCodes } = errorWords;
// @ts-expect-error a code of an error has no sentence
export const withoutCode: Language["errors"] = otherCodes;

export const german: Language["hand-on"] = {
  ...handOnWords,
  making: (format, percent) => `${percent} von ${format}`,
  // A language may leave a value out.
  part: () => "",
};

export const otherValues: Language["hand-on"] = {
  ...handOnWords,
  // @ts-expect-error the caller gives a written number
  part: (number: number) => `, part ${number.toFixed()}`,
};

export const moreValues: Language["player"] = {
  ...playerWords,
  // @ts-expect-error the caller gives one value
  speed: (speed: string, unit: string) => speed + unit,
};

export const noText: Language["player"] = {
  ...playerWords,
  // @ts-expect-error a sentence with a value is a function
  times: "×",
};

export const unknownSentence: Language["player"] = {
  ...playerWords,
  // @ts-expect-error the page has no such sentence
  louder: "Louder",
};
