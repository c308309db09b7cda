// Draws loudness as rounded bars, and missing sound as amber holes.
import { barsOf, holesOf, type ShownWave, type WaveKind } from "./wave-bars.ts";

const THICK_PX: Readonly<Record<WaveKind, number>> = { bar: 1.75, whole: 1.75, close: 2.75 };
const HOLE_PX = 6;

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
  const bars = barsOf(wave, width).filter(
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
