import type { JSX } from "solid-js";
import { formatSpokenDuration } from "../text/format.ts";
import type { Playback } from "./player.ts";
import { playerWords } from "#words/player";

/** The whole length, and the place in it. Its keys are those of the player around it. */
export function SeekSlider(props: { playback: Playback; children: JSX.Element }) {
  const positionMs = () => props.playback.playing()?.positionMs ?? 0;
  const durationMs = () => props.playback.playing()?.durationMs ?? 0;
  const share = () => (durationMs() === 0 ? 0 : Math.min(1, positionMs() / durationMs()));
  const seekTo = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    if (width > 0) props.playback.seek(((event.clientX - left) / width) * durationMs());
  };
  return (
    <div
      class="overview"
      role="slider"
      tabindex="0"
      aria-label={playerWords.position}
      aria-valuemin="0"
      aria-valuemax={Math.floor(durationMs() / 1000)}
      aria-valuenow={Math.floor(positionMs() / 1000)}
      aria-valuetext={playerWords.placeOf(
        formatSpokenDuration(positionMs()),
        formatSpokenDuration(durationMs()),
      )}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
    >
      {props.children}
      <span class="head at" style={{ left: `${share() * 100}%` }} />
    </div>
  );
}
