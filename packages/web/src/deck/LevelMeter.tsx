import { createEffect, onCleanup } from "solid-js";

/** Below this the bar is empty: the noise of a quiet room. */
const FLOOR_DB = -60;
/** The recorder tells 20 peaks a second; the eye takes 12 for a movement. */
const DRAWS_PER_SECOND = 12;
/** How fast the bar falls back, as the eye expects of a meter: from full to empty in half a second. */
const FALL_PER_DRAW = 2 / DRAWS_PER_SECOND;

/**
 * One bar, drawn by a transform while sound is recorded, and not at all otherwise: a frame loop that never
 * ended cost a fifth of a core (headless Chromium, 2026-11). It says nothing to screen readers, for whom
 * a number that changes all the time is noise.
 */
export function LevelMeter(props: { isActive: boolean; readPeak: () => number }) {
  let bar: HTMLDivElement | undefined;
  const draw = (level: number) => {
    if (bar) bar.style.transform = `scaleX(${level.toFixed(3)})`;
  };
  createEffect(() => {
    if (!props.isActive) return;
    let shown = 0;
    const timer = setInterval(() => {
      const peak = props.readPeak();
      const level = peak > 0 ? Math.max(0, 1 - (20 * Math.log10(peak)) / FLOOR_DB) : 0;
      shown = Math.max(level, shown - FALL_PER_DRAW, 0);
      if (!document.hidden) draw(shown);
    }, 1000 / DRAWS_PER_SECOND);
    onCleanup(() => {
      clearInterval(timer);
      draw(0);
    });
  });
  return (
    <div class="meter" aria-hidden="true">
      <div class="meter-bar" ref={(element) => (bar = element)} />
    </div>
  );
}
