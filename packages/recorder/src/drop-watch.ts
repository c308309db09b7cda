// Tells sound that the machine dropped from sound that was only late: both make the capture's clock
// jump ahead of the sound, but only what was dropped leaves it there.

/**
 * A jump above this is a drop: half a block of 10 ms, far above the jitter of 0.1 ms. Measured against
 * Chromium's own count of what it discarded: a worker held up for 1.6 s lost 600 ms by both.
 */
const DROP_THRESHOLD_MICROS = 5000;

/**
 * Blocks for which the clock must stay ahead: half a second. A busy machine's capture thread was late
 * by up to 50 ms and caught up within fewer (measured at a load of 9 on 2 cores).
 */
const SETTLED_BLOCKS = 50;

/**
 * Blocks at the start of a stream whose timestamps mean nothing: within the first few, Chromium
 * jumps forward by 10 ms and back by up to 0.8 s with no sound missing (measured by correlation).
 */
const UNSETTLED_BLOCKS = 100;

export interface DropWatch {
  /** @returns sound that turns out to have been dropped half a second ago, in ms; 0 for most blocks */
  block(at: { readonly timestampMicros: number; readonly durationMicros: number }): number;
}

export function createDropWatch(): DropWatch {
  let blockCount = 0;
  let soundMicros = 0;
  /** How far the clock is ahead of the sound when nothing is missing. */
  let baseMicros = 0;
  let aheadBlocks = 0;
  let leastMicros = Infinity;

  return {
    block: ({ timestampMicros, durationMicros }) => {
      const offsetMicros = timestampMicros - soundMicros;
      soundMicros += durationMicros;
      blockCount += 1;
      if (blockCount <= UNSETTLED_BLOCKS || offsetMicros < baseMicros) baseMicros = offsetMicros;
      if (offsetMicros - baseMicros <= DROP_THRESHOLD_MICROS) {
        aheadBlocks = 0;
        leastMicros = Infinity;
        return 0;
      }
      aheadBlocks += 1;
      leastMicros = Math.min(leastMicros, offsetMicros);
      if (aheadBlocks < SETTLED_BLOCKS) return 0;
      const lostMicros = leastMicros - baseMicros;
      baseMicros = leastMicros;
      aheadBlocks = 0;
      leastMicros = Infinity;
      return lostMicros / 1000;
    },
  };
}
