import { createEffect, onCleanup } from "solid-js";

/** The noise of a quiet room; at this level the bar is empty. */
const FLOOR_DB = -60;
/** The recorder reports 10 peaks a second; 12 draws a second already look like a movement. */
const DRAWS_PER_SECOND = 12;
/** The bar falls from full to empty in half a second, like the needle of a meter. */
const FALL_PER_DRAW = 2 / DRAWS_PER_SECOND;

/**
 * Draws only while the recorder records: a frame loop that never ended cost a fifth of a core (headless
 * Chromium, 2026-11). Hidden from screen readers, because they would announce every change.
 */
export function LevelMeter(props: {
  isActive: boolean;
  onLevels: (listener: (levels: readonly number[]) => void) => () => void;
}) {
  let bar: HTMLDivElement | undefined;
  const draw = (level: number) => {
    if (bar) bar.style.transform = `scaleX(${level.toFixed(3)})`;
  };
  createEffect(() => {
    if (!props.isActive) return;
    let shown = 0;
    let peak = 0;
    const stopListening = props.onLevels((levels) => {
      peak = Math.max(peak, ...levels);
    });
    const timer = setInterval(() => {
      const level = peak > 0 ? Math.max(0, 1 - (20 * Math.log10(peak)) / FLOOR_DB) : 0;
      shown = Math.max(level, shown - FALL_PER_DRAW, 0);
      peak = 0;
      if (!document.hidden) draw(shown);
    }, 1000 / DRAWS_PER_SECOND);
    onCleanup(() => {
      clearInterval(timer);
      stopListening();
      draw(0);
    });
  });
  return (
    <div class="meter" aria-hidden="true">
      <div class="meter-bar" ref={(element) => (bar = element)} />
    </div>
  );
}
