// The keys of the player, while the focus is in it.
import type { Playback } from "./player.ts";

const STEP_MS = 15_000;
const SMALL_STEP_MS = 1_000;

/**
 * Arrows step 15 s, with Shift 1 s; Home and End; digits for tenths. Left is always back, because time runs
 * left to right in every language.
 *
 * @returns whether the key meant anything
 */
export function playerKey(
  event: Pick<
    KeyboardEvent,
    "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey" | "defaultPrevented" | "preventDefault"
  >,
  playback: Pick<Playback, "seek" | "skip" | "playing">,
): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  const durationMs = playback.playing()?.durationMs ?? 0;
  const stepMs = event.shiftKey ? SMALL_STEP_MS : STEP_MS;
  const { key } = event;
  if (key === "ArrowLeft" || key === "ArrowDown") playback.skip(-stepMs);
  else if (key === "ArrowRight" || key === "ArrowUp") playback.skip(stepMs);
  else if (key === "Home") playback.seek(0);
  else if (key === "End") playback.seek(durationMs);
  else if (/^\d$/.test(key)) playback.seek((durationMs * Number(key)) / 10);
  else return false;
  event.preventDefault();
  return true;
}
