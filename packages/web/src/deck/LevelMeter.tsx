import { createEffect, createSignal, For, on, onCleanup } from "solid-js";
import { deckWords } from "#words/deck";
import type { HearingWord } from "./hearing.ts";
import { litShare, type Levels } from "./levels.ts";
import { formatNumber } from "../text/intl.ts";

/** The peak stays so long, and falls so fast after that: as the meters of a studio do. */
const HOLD_MS = 1500;
const FALL_DB_PER_SECOND = 20;
const SCALE_DB = 60;

const MARKS = [-48, -36, -24, -12, -6, 0];

/**
 * Drawn when levels come, four times a second, and never in between: a frame loop cost a fifth of a core, and
 * a transition still some percent (headless Chromium without a graphics card, 2026-11).
 */
export function LevelMeter(props: {
  levels: Levels;
  /** Sound is coming; otherwise the meter is dark. */
  isOn: boolean;
  hearing: HearingWord | undefined;
}) {
  let cover: HTMLElement | undefined;
  let hold: HTMLElement | undefined;
  const [zone, setZone] = createSignal<"green" | "amber" | "red">("green");
  const draw = (level: number, peak: number) => {
    if (cover) cover.style.transform = `translateX(${level * 100}%)`;
    if (hold) hold.style.transform = `translateX(${(peak - 1) * 100}%)`;
    setZone(peak > 0.946 ? "red" : peak > 0.796 ? "amber" : "green");
  };
  createEffect(
    on(
      () => props.isOn,
      (isOn) => {
        if (!isOn) return;
        let peak = 0;
        let peakAtMs = 0;
        const stop = props.levels.listen((levels) => {
          const level = Math.max(...levels.map(litShare));
          const nowMs = performance.now();
          const fallingMs = Math.max(0, nowMs - peakAtMs - HOLD_MS);
          if (level >= peak - (fallingMs / 1000) * (FALL_DB_PER_SECOND / SCALE_DB)) {
            peak = level;
            peakAtMs = nowMs;
          }
          const shown = peak - (fallingMs / 1000) * (FALL_DB_PER_SECOND / SCALE_DB);
          if (!document.hidden) draw(level, Math.max(level, shown));
        });
        onCleanup(() => {
          stop();
          draw(0, 0);
        });
      },
    ),
  );
  const word = () =>
    props.isOn ? deckWords.level[props.hearing ?? "silent"] : deckWords.level.off;
  return (
    <div class="meter" role="img" aria-label={deckWords.level.label(word())}>
      <div class="ladder">
        <span
          class="cover"
          ref={(element) => {
            cover = element;
          }}
        />
        <span
          class="hold"
          data-zone={zone()}
          ref={(element) => {
            hold = element;
          }}
        />
        <span class="gaps" />
      </div>
      <div class="scale num" aria-hidden="true">
        <For each={MARKS}>
          {(db) => (
            <span style={{ "--at": `${((SCALE_DB + db) / SCALE_DB) * 100}%` }}>{mark(db)}</span>
          )}
        </For>
      </div>
    </div>
  );
}

/** With a minus sign, which is as wide as a digit. */
const mark = (db: number) => (db < 0 ? `−${formatNumber(-db)}` : formatNumber(db));
