import { createEffect, onCleanup, onMount } from "solid-js";
import { drawWave } from "./draw-wave.ts";
import type { WaveKind } from "./wave-bars.ts";
import { shownGaps } from "./gap-words.ts";
import type { Playback } from "./player.ts";

/** Bars of 100 ms stand 5 px apart in the close-up. */
export const MS_PER_PIXEL = 20;

/** The sound's loudness, drawn when something changes; the close-up with each frame while it plays. */
export function Waveform(props: { playback: Playback; kind: WaveKind }) {
  let canvas: HTMLCanvasElement | undefined;
  let frame = 0;
  const draw = () => {
    const playing = props.playback.playing();
    if (!canvas || !playing) return;
    drawWave(canvas, {
      kind: props.kind,
      peaks: props.playback.peaks(),
      gaps: shownGaps(props.playback.gaps()),
      positionMs: props.kind === "close" ? props.playback.positionMs() : playing.positionMs,
      durationMs: playing.durationMs,
    });
  };
  const slide = () => {
    draw();
    const isMoving = props.playback.playing()?.isPaused === false;
    if (isMoving && props.kind === "close") frame = requestAnimationFrame(slide);
  };
  createEffect(() => {
    cancelAnimationFrame(frame);
    slide();
  });
  onMount(() => {
    if (!canvas) return;
    const watch = new ResizeObserver(draw);
    watch.observe(canvas);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    onCleanup(() => {
      watch.disconnect();
      scheme.removeEventListener("change", draw);
      cancelAnimationFrame(frame);
    });
  });
  return <canvas ref={(element) => (canvas = element)} class="wave" data-kind={props.kind} />;
}
