// The levels of what the microphone hears: the loudest sample of each 100 ms, 0 to 1. A recording and a check of
// the microphone send them, and the wave, the meter and the words about it listen.
export type LevelListener = (levels: readonly number[]) => void;

export interface Levels {
  send: LevelListener;
  /** @returns the way to stop listening */
  listen(listener: LevelListener): () => void;
}

export function createLevels(): Levels {
  const listeners = new Set<LevelListener>();
  return {
    send: (levels) => listeners.forEach((listener) => listener(levels)),
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The quietest step of the scale. */
export const FLOOR_DB = -60;

/** 0 at full scale, {@link FLOOR_DB} for whatever is quieter than the scale. */
export function decibels(level: number): number {
  return level > 0 ? Math.max(FLOOR_DB, 20 * Math.log10(level)) : FLOOR_DB;
}

/** The share of the scale's 60 steps of 1 dB that are lit, 0 to 1. */
export function litShare(level: number): number {
  return Math.round(decibels(level) - FLOOR_DB) / -FLOOR_DB;
}

/** The share of the wave's height, 0 to 1: what is quieter than 54 dB below full scale is a dot. */
export function barHeight(level: number): number {
  return Math.max(0, (decibels(level) + 54) / 54);
}

/** A sample at full scale was cut off by the converter, or is about to be. */
export const isClipped = (level: number) => level >= 0.999;
