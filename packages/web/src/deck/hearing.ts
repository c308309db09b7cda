// What the levels of the last moments mean, in one word.
import { decibels, FLOOR_DB, isClipped } from "./levels.ts";

export type HearingWord = "silent" | "quiet" | "good" | "loud";

/** In steps of 100 ms. A breath between two sentences is no silence. */
const REMEMBERED_LEVELS = 30;

/** One clipped sound may be a cough. */
const LOUD_AFTER_LEVELS = 3;

const SPEECH_DB = -30;
const HEARD_DB = -54;

export interface Hearing {
  /** Takes new levels, 0 to 1 and oldest first. */
  hear(levels: readonly number[]): HearingWord;
  forget(): void;
}

export function createHearing(): Hearing {
  let recent: readonly number[] = [];
  return {
    hear: (levels) => {
      recent = [...recent, ...levels].slice(-REMEMBERED_LEVELS);
      return wordFor(recent);
    },
    forget: () => {
      recent = [];
    },
  };
}

function wordFor(levels: readonly number[]): HearingWord {
  if (levels.filter(isClipped).length >= LOUD_AFTER_LEVELS) return "loud";
  const loudest = levels.reduce((max, level) => Math.max(max, decibels(level)), FLOOR_DB);
  if (loudest >= SPEECH_DB) return "good";
  return loudest >= HEARD_DB ? "quiet" : "silent";
}
