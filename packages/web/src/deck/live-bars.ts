// What the wave of the deck shows: the last seconds while it runs, the whole of it after.
import { barHeight, isClipped } from "./levels.ts";

export interface LiveBar {
  /** The middle, in px from the left. */
  readonly x: number;
  /** 0 to 1. */
  readonly height: number;
  readonly isClipped: boolean;
  /** No sound reached the recorder here. */
  readonly isMissing: boolean;
}

/** One bar for 100 ms. */
const LIVE_PITCH_PX = 5;
const WHOLE_PITCH_PX = 4;
/** The last bar stands clear of the edge that says "now". */
const NOW_PX = 8;

/** In the history of a wave: sound that is missing, where a level is from 0 to 1. */
export const MISSING = -1;

/** The newest at the right. */
export function liveBars(history: readonly number[], widthPx: number): readonly LiveBar[] {
  const count = Math.min(history.length, Math.ceil(widthPx / LIVE_PITCH_PX) + 1);
  return history.slice(history.length - count).map((level, n) => ({
    x: widthPx - NOW_PX - (count - 1 - n) * LIVE_PITCH_PX,
    height: barHeight(level),
    isClipped: isClipped(level),
    isMissing: level === MISSING,
  }));
}

/** All of it, evenly: the mean of what lies under a bar, because nearly all bars of an hour hold one loud word. */
export function wholeBars(history: readonly number[], widthPx: number): readonly LiveBar[] {
  const count = Math.floor(widthPx / WHOLE_PITCH_PX);
  const startPx = (widthPx - (count - 1) * WHOLE_PITCH_PX) / 2;
  return Array.from({ length: count }, (_, n) => {
    const from = Math.floor((n / count) * history.length);
    const to = Math.max(from + 1, Math.ceil(((n + 1) / count) * history.length));
    const under = history.slice(from, to);
    const heights = under.filter((level) => level !== MISSING).map(barHeight);
    const sum = heights.reduce((total, height) => total + height, 0);
    return {
      x: startPx + n * WHOLE_PITCH_PX,
      height: sum / Math.max(1, heights.length),
      isClipped: false,
      isMissing: under.length > 0 && heights.length === 0,
    };
  });
}
