import { createEffect, on, onCleanup, onMount, Show } from "solid-js";
import { PEAK_MS } from "@tapedeck/core/peaks";
import { formatMissing } from "../text/format.ts";
import { deckWords } from "#words/deck";
import { coloursOf, drawBars, type BarColours } from "./draw-bars.ts";
import { watchLook } from "../design/watch-look.ts";
import type { Levels } from "./levels.ts";
import { liveBars, MISSING, wholeBars } from "./live-bars.ts";

export type WaveShown =
  /** A row of dots: nothing is heard. */
  | "dots"
  | "checking"
  | "recording"
  | "paused"
  /** The whole of what was just recorded. */
  | "whole";

/**
 * Does it hear me? Drawn when levels come, four times a second, and never in between: a wave that slid cost a
 * browser without a graphics card a tenth of a core. Hidden or idle it draws nothing.
 */
export function LiveWave(props: {
  levels: Levels;
  shown: WaveShown;
  /** Sound of this recording that did not reach the recorder so far. */
  lostMs: number;
}) {
  let place: HTMLDivElement | undefined;
  let canvas: HTMLCanvasElement | undefined;
  /** Levels since the recording or the check began. */
  let history: number[] = [];
  let size = { widthPx: 0, heightPx: 0 };
  /** As long as neither the theme nor what is shown changes. */
  let colours: BarColours | undefined;
  const isLive = () => props.shown === "recording" || props.shown === "checking";

  function draw(): void {
    const { widthPx } = size;
    if (canvas === undefined || widthPx === 0) return;
    if (document.hidden || props.shown === "dots") return;
    const isWhole = props.shown === "whole";
    const bars = isWhole ? wholeBars(history, widthPx) : liveBars(history, widthPx);
    colours ??= coloursOf(canvas);
    drawBars(canvas, bars, { ...size, colours, fades: !isWhole });
  }
  function drawAnew(): void {
    colours = undefined;
    draw();
  }
  function take(levels: readonly number[]): void {
    if (!isLive()) return;
    history.push(...levels);
    draw();
  }
  onMount(() => {
    if (place === undefined) return;
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      size = { widthPx: width, heightPx: height };
      draw();
    });
    observer.observe(place);
    const stopWatching = watchLook(drawAnew);
    document.addEventListener("visibilitychange", draw);
    onCleanup(() => {
      observer.disconnect();
      stopWatching();
      document.removeEventListener("visibilitychange", draw);
    });
    onCleanup(props.levels.listen(take));
  });
  createEffect(
    on(
      () => props.shown,
      (shown, before) => {
        const isAnother = shown === "checking" || (shown === "recording" && before !== "paused");
        if (isAnother) history = [];
        drawAnew();
      },
    ),
  );
  createEffect(
    on(
      () => props.lostMs,
      (lostMs, before = 0) => {
        const count = Math.round((lostMs - before) / PEAK_MS);
        if (count > 0) take(Array<number>(count).fill(MISSING));
      },
    ),
  );
  return (
    <div
      class="scope"
      data-kind={props.shown}
      aria-hidden="true"
      ref={(element) => {
        place = element;
      }}
    >
      <canvas
        hidden={props.shown === "dots"}
        ref={(element) => {
          canvas = element;
        }}
      />
      <Show when={props.shown === "recording" || props.shown === "paused"}>
        <span class="now" />
      </Show>
      <Show when={props.shown !== "checking" && formatMissing(props.lostMs)}>
        {(length) => <span class="lost-word num">{deckWords.notes.missing(length())}</span>}
      </Show>
    </div>
  );
}
