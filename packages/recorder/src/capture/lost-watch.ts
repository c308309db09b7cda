// Finds lost sound by counting how far the sound is behind a monotonic clock. Late sound catches up, and
// sound from a microphone with a slow clock falls behind evenly. Lost sound stays missing from one block
// to the next.

/** How far the clocks of microphone and device may differ: sound cards are off by 10 to 100 ppm. */
const DRIFT = 600e-6;

/** Two blocks of 10 ms. The watch reports smaller losses when they add up to this. */
const LEAST_LOSS_MS = 20;

/** Late sound arrives within this much more sound: a busy worker was 1.6 s late (measured). */
const SETTLED_MS = 4000;

/** The same at the end of a recording, where no more sound comes. */
const SETTLED_AT_END_MS = 1000;

/** Blocks that differ by less than this miss the same sound. */
const JITTER_MS = LEAST_LOSS_MS / 2;

/** Sound that catches up more slowly than this shows the microphone's clock, not late sound. */
const CATCHING_UP_MS = 15_000;

/** A microphone that has just opened fills buffers, so its lateness means nothing yet. */
const OPENING_MS = 1000;
const OPENING_TOLERANCE_MS = 250;

/** The state after a block. */
interface Point {
  /** How far the sound is behind the clock, from an arbitrary start. */
  readonly behindMs: number;
  /** All the sound that has arrived. */
  readonly soundMs: number;
  /** The sample after the block; `undefined` during a pause, when losses do not count. */
  readonly endSample: number | undefined;
}

/** The last and the first of the blocks that miss about the same. */
interface Rise extends Point {
  readonly first: Pick<Point, "behindMs" | "soundMs">;
}

export type LostNews =
  /** Sound of this length is missing after that sample. */
  | { readonly kind: "lost"; readonly startSample: number; readonly durationMs: number }
  /** Sound of this length was reported lost, and was only late. */
  | { readonly kind: "late"; readonly durationMs: number };

export interface LostWatch {
  block(at: {
    /** By a monotonic clock. */
    readonly atMs: number;
    readonly durationMs: number;
    /** Where the block ends in the recording, in samples at 48 kHz; `undefined` if it is not recorded. */
    readonly endSample: number | undefined;
  }): readonly LostNews[];
  /** A pause begins: a loss between the last block and the next does not count. */
  rest(): void;
  /** No more sound will come: sound that is late now is lost. */
  ended(): readonly LostNews[];
}

/**
 * Sound is late for many reasons, and never early. So the loss up to a block is at most the smallest
 * delay of that block and all later ones. Where this minimum rises, and enough sound has come since,
 * sound was lost.
 *
 * @param bufferMs - how much sound the browser may hold back without losing it: only more than this counts
 *   as lost. 0 by default.
 */
export function createLostWatch({ bufferMs = 0 } = {}): LostWatch {
  let soundMs = 0;
  /** How much more the browser may hold back. */
  let roomMs = bufferMs;
  /** After the last block without a new loss. */
  let level: Point | undefined;
  /** The highest {@link level} of a short while ago. */
  let high: Point | undefined;
  /** The last block before the next possible loss. */
  let last: Point | undefined;
  /** Blocks since {@link last} that are less late than all blocks after them, in rising order. */
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

  /** This block shows no new loss. */
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

/** The most delay that drift alone explains. */
function mostBehind(level: Point, soundMs: number): number {
  return level.behindMs + (soundMs - level.soundMs) * DRIFT;
}
