import { onCleanup, onMount } from "solid-js";

/** Below this the bar is empty: the noise of a quiet room. */
const FLOOR_DB = -60;
/** How fast the bar falls back, as the eye expects of a meter. */
const FALL_PER_FRAME = 0.03;

/**
 * One bar, drawn once a frame by a transform: the tree is not touched. It says nothing to screen
 * readers, for whom a number that changes 60 times a second is noise.
 */
export function LevelMeter(props: { isActive: boolean; readPeak: () => number }) {
  let bar: HTMLDivElement | undefined;
  onMount(() => {
    let shown = 0;
    let frame = requestAnimationFrame(function draw() {
      const peak = props.isActive ? props.readPeak() : 0;
      const level = peak > 0 ? Math.max(0, 1 - (20 * Math.log10(peak)) / FLOOR_DB) : 0;
      shown = Math.max(level, shown - FALL_PER_FRAME, 0);
      if (bar) bar.style.transform = `scaleX(${shown.toFixed(3)})`;
      frame = requestAnimationFrame(draw);
    });
    onCleanup(() => cancelAnimationFrame(frame));
  });
  return (
    <div class="meter" aria-hidden="true">
      <div class="meter-bar" ref={(element) => (bar = element)} />
    </div>
  );
}
