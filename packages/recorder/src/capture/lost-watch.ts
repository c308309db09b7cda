// Finds sound that never arrived, by counting: how far the sound is behind a clock that nobody sets.
// What was only late catches up, and a microphone whose own clock is slow falls behind evenly; what
// was lost stays missing from one block to the next.

/** Of the microphone's clock against the device's: sound cards are off by 10 to 100 ppm. */
const DRIFT = 600e-6;

/** Two blocks of 10 ms. What is less waits until it adds up to as much. */
const LEAST_LOSS_MS = 20;

/** Late sound comes within so much more sound: a worker was held up for 1.6 s (measured). */
const SETTLED_MS = 4000;

/** As above, where no more sound comes. */
const SETTLED_AT_END_MS = 1000;

/** By how much two blocks may differ at which the same is missing. */
const JITTER_MS = LEAST_LOSS_MS / 2;

/** Sound that comes late after all comes within so much sound, or it is the microphone's clock. */
const CATCHING_UP_MS = 15_000;

/** A microphone that has just been opened fills buffers: how late its sound is means nothing yet. */
const OPENING_MS = 1000;
const OPENING_TOLERANCE_MS = 250;

/** All that happened up to a block. */
interface Point {
  /** How far the sound is behind the clock, from an arbitrary start. */
  readonly behindMs: number;
  /** All the sound that has come. */
  readonly soundMs: number;
  /** The sample after the block; `undefined`: what is lost next, nobody wanted to record. */
  readonly endSample: number | undefined;
}

/** Of the blocks at which about the same is missing, the last; and the first. */
interface Rise extends Point {
  readonly first: Pick<Point, "behindMs" | "soundMs">;
}

export type LostNews =
  /** So much is missing after that sample. */
  | { readonly kind: "lost"; readonly startSample: number; readonly durationMs: number }
  /** So much of what was taken for lost had only been late. */
  | { readonly kind: "late"; readonly durationMs: number };

export interface LostWatch {
  block(at: {
    /** By a clock that is never set. */
    readonly atMs: number;
    readonly durationMs: number;
    /** Where the block ends in the recording, in samples at 48 kHz; if it is recorded. */
    readonly endSample: number | undefined;
  }): readonly LostNews[];
  /** What is lost between the last block and the next, nobody wanted to record. */
  rest(): void;
  /** No sound comes any more: what is late now stays missing. */
  ended(): readonly LostNews[];
}

/**
 * Sound is late for many reasons, and never early: of what is missing after a block, the least that
 * any later block shows is the most that can be lost. Where that rises, something was lost, once
 * enough sound has come to believe it.
 *
 * @param bufferMs - how much sound the browser may hold back without losing any: only what is missing on
 *   top of it is lost. 0 unless given.
 */
export function createLostWatch({ bufferMs = 0 } = {}): LostWatch {
  let soundMs = 0;
  /** What the browser does not hold back yet. */
  let roomMs = bufferMs;
  /** The last block at which nothing new was missing. */
  let level: Point | undefined;
  /** Where {@link level} was highest a short while ago. */
  let high: Point | undefined;
  /** The last block before what may be found missing next. */
  let last: Point | undefined;
  /** Blocks since then at which less was missing than at any after them: each more than the one before. */
  let rises: Rise[] = [];

  function settle(soundNeededMs: number): readonly LostNews[] {
    const news: LostNews[] = [];
    while (level !== undefined) {
      const [rise, ...later] = rises;
      if (rise === undefined || soundMs - rise.first.soundMs < soundNeededMs) break;
      rises = later;
      if (rise.behindMs - mostBehind(level, rise.soundMs) >= LEAST_LOSS_MS) {
        const startSample = last?.endSample;
        const durationMs = rise.behindMs - level.behindMs - roomMs;
        roomMs = Math.max(0, -durationMs);
        if (startSample !== undefined && durationMs >= LEAST_LOSS_MS) {
          news.push({ kind: "lost", startSample, durationMs });
        }
        level = rise;
        high = rise;
      }
      last = rise;
    }
    return news;
  }

  /** Nothing new is missing at this block. */
  function stand(point: Point): readonly LostNews[] {
    level = point;
    last = point;
    rises = [];
    if (high === undefined || soundMs <= OPENING_MS || soundMs - high.soundMs > CATCHING_UP_MS) {
      high = point;
    }
    const caughtUpMs = high.behindMs - point.behindMs;
    if (caughtUpMs < 0 || caughtUpMs >= LEAST_LOSS_MS) high = point;
    if (caughtUpMs < LEAST_LOSS_MS) return [];
    const durationMs = caughtUpMs - (bufferMs - roomMs);
    roomMs = Math.min(bufferMs, roomMs + caughtUpMs);
    return durationMs <= 0 ? [] : [{ kind: "late", durationMs }];
  }

  function rise(point: Point): void {
    let first: Rise["first"] = point;
    for (
      let above = rises.at(-1);
      above && above.behindMs >= point.behindMs;
      above = rises.at(-1)
    ) {
      rises.pop();
      if (above.first.behindMs - point.behindMs <= JITTER_MS) ({ first } = above);
    }
    rises.push({ ...point, first });
  }

  return {
    block: ({ atMs, durationMs, endSample }) => {
      soundMs += durationMs;
      const point: Point = { behindMs: atMs - soundMs, soundMs, endSample };
      const tolerance = soundMs <= OPENING_MS ? OPENING_TOLERANCE_MS : 0;
      if (level === undefined || point.behindMs <= mostBehind(level, soundMs) + tolerance) {
        return stand(point);
      }
      rise(point);
      return settle(SETTLED_MS);
    },
    rest: () => {
      const point = rises.pop();
      if (point) rises.push({ ...point, endSample: undefined });
      else if (last) last = { ...last, endSample: undefined };
    },
    ended: () => settle(SETTLED_AT_END_MS),
  };
}

/** What drift alone explains. */
function mostBehind(level: Point, soundMs: number): number {
  return level.behindMs + (soundMs - level.soundMs) * DRIFT;
}
