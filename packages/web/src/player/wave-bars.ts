// What a wave shows: a bar for each stretch of sound, and a hole for each gap, in px from the left.
import { PEAK_MS, type Peaks } from "@tapedeck/core/peaks";
import type { ShownGap } from "./gap-words.ts";

/** `bar` and `whole` show all of a recording, `close` about 15 s around the playhead. */
export type WaveKind = "bar" | "whole" | "close";

export interface ShownWave {
  readonly kind: WaveKind;
  /** `undefined` until the first are known: a row of dots. */
  readonly peaks: Peaks | undefined;
  readonly gaps: readonly ShownGap[];
  readonly positionMs: number;
  readonly durationMs: number;
}

const PITCH_PX: Readonly<Record<WaveKind, number>> = { bar: 3, whole: 3, close: 5 };

export interface Bar {
  readonly x: number;
  /** 0 to 1; `undefined` is outside of the recording. */
  readonly height: number | undefined;
  readonly isPlayed: boolean;
}

/** From left to right. */
export function barsOf(wave: ShownWave, width: number): readonly Bar[] {
  return wave.kind === "close" ? closeBars(wave, width) : wholeBars(wave, width);
}

function wholeBars(wave: ShownWave, width: number): readonly Bar[] {
  const count = Math.floor(width / PITCH_PX[wave.kind]);
  const start = (width - (count - 1) * PITCH_PX[wave.kind]) / 2;
  const playedX = wave.durationMs > 0 ? (wave.positionMs / wave.durationMs) * width : 0;
  return Array.from({ length: count }, (_, n) => {
    const x = start + n * PITCH_PX[wave.kind];
    const fromMs = (n / count) * wave.durationMs;
    const toMs = ((n + 1) / count) * wave.durationMs;
    return { x, height: loudness(wave.peaks, fromMs, toMs), isPlayed: x <= playedX };
  });
}

function closeBars(wave: ShownWave, width: number): readonly Bar[] {
  const middle = width / 2;
  const reach = Math.ceil(middle / PITCH_PX.close);
  const now = Math.floor(wave.positionMs / PEAK_MS);
  const shift = ((wave.positionMs % PEAK_MS) / PEAK_MS) * PITCH_PX.close;
  const bars: Bar[] = [];
  for (let n = -reach; n <= reach; n++) {
    const fromMs = (now + n) * PEAK_MS;
    const isInside = fromMs >= 0 && fromMs < wave.durationMs;
    const x = middle + n * PITCH_PX.close - shift + PITCH_PX.close / 2;
    bars.push({
      x,
      height: isInside ? loudness(wave.peaks, fromMs, fromMs + PEAK_MS) : undefined,
      isPlayed: x <= middle,
    });
  }
  return bars;
}

/**
 * 0 to 1. What is not known yet is as low as silence. Of several peaks it is the mean. A bar of an hour stands
 * for 15 s, and nearly all of them have one loud word: by their loudest peaks, all bars were equally high.
 */
function loudness(peaks: Peaks | undefined, fromMs: number, toMs: number): number {
  if (peaks === undefined) return 0;
  const first = Math.floor(fromMs / PEAK_MS);
  const end = Math.min(peaks.length, Math.max(first + 1, Math.ceil(toMs / PEAK_MS)));
  let sum = 0;
  for (let n = first; n < end; n++) sum += peaks[n] ?? 0;
  return sum / (255 * Math.max(1, end - first));
}

/** Where sound is missing: the middle of each hole, in px. */
export function holesOf(
  { kind, gaps, positionMs, durationMs }: ShownWave,
  width: number,
): number[] {
  if (durationMs === 0) return [];
  return gaps.map(({ atMs }) =>
    kind === "close"
      ? width / 2 + ((atMs - positionMs) / PEAK_MS) * PITCH_PX.close
      : (atMs / durationMs) * width,
  );
}
