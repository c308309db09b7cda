// Draws loudness as rounded bars, and missing sound as amber holes.
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
const THICK_PX: Readonly<Record<WaveKind, number>> = { bar: 1.75, whole: 1.75, close: 2.75 };
const HOLE_PX = 6;

interface Bar {
  readonly x: number;
  /** 0 to 1; `undefined` is outside of the recording. */
  readonly height: number | undefined;
  readonly isPlayed: boolean;
}

export function drawWave(canvas: HTMLCanvasElement, wave: ShownWave): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const scale = devicePixelRatio;
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (!context || width === 0) return;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  // The style sheet gives the colours, which follow the scheme and the contrast.
  const { color, outlineColor: played, textDecorationColor: amber } = getComputedStyle(canvas);
  const holes = holesOf(wave, width);
  const bars = (wave.kind === "close" ? closeBars(wave, width) : wholeBars(wave, width)).filter(
    ({ x }) => !holes.some((hole) => Math.abs(hole - x) < HOLE_PX / 2 + 1),
  );
  context.lineCap = "round";
  context.lineWidth = THICK_PX[wave.kind];
  for (const isPlayed of [true, false]) {
    context.strokeStyle = isPlayed ? played : color;
    context.beginPath();
    for (const bar of bars) {
      if (bar.isPlayed !== isPlayed || bar.height === undefined) continue;
      const half = Math.max(0.01, bar.height * (height / 2 - THICK_PX[wave.kind]));
      context.moveTo(bar.x, height / 2 - half);
      context.lineTo(bar.x, height / 2 + half);
    }
    context.stroke();
  }
  context.strokeStyle = amber;
  context.fillStyle = amber;
  context.lineWidth = 1.25;
  context.setLineDash([2.5, 2.5]);
  for (const x of holes) {
    context.beginPath();
    context.roundRect(x - HOLE_PX / 2, height * 0.1, HOLE_PX, height * 0.8, 3);
    context.globalAlpha = 0.22;
    context.fill();
    context.globalAlpha = 1;
    context.stroke();
  }
  context.setLineDash([]);
}

function wholeBars(wave: ShownWave, width: number): readonly Bar[] {
  const count = Math.floor(width / PITCH_PX[wave.kind]);
  const start = (width - (count - 1) * PITCH_PX[wave.kind]) / 2;
  const playedX = wave.durationMs > 0 ? (wave.positionMs / wave.durationMs) * width : 0;
  return Array.from({ length: count }, (_, n) => {
    const x = start + n * PITCH_PX[wave.kind];
    const fromMs = (n / count) * wave.durationMs;
    const toMs = ((n + 1) / count) * wave.durationMs;
    return { x, height: loudest(wave.peaks, fromMs, toMs), isPlayed: x <= playedX };
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
      height: isInside ? loudest(wave.peaks, fromMs, fromMs + PEAK_MS) : undefined,
      isPlayed: x <= middle,
    });
  }
  return bars;
}

/** 0 to 1. What is not known yet is as low as silence. */
function loudest(peaks: Peaks | undefined, fromMs: number, toMs: number): number {
  if (peaks === undefined) return 0;
  const first = Math.floor(fromMs / PEAK_MS);
  const end = Math.max(first + 1, Math.ceil(toMs / PEAK_MS));
  let peak = 0;
  for (let n = first; n < Math.min(end, peaks.length); n++) peak = Math.max(peak, peaks[n] ?? 0);
  return peak / 255;
}

function holesOf({ kind, gaps, positionMs, durationMs }: ShownWave, width: number): number[] {
  if (durationMs === 0) return [];
  return gaps.map(({ atMs }) =>
    kind === "close"
      ? width / 2 + ((atMs - positionMs) / PEAK_MS) * PITCH_PX.close
      : (atMs / durationMs) * width,
  );
}
