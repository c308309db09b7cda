import type { Playback } from "./player.ts";
import { MS_PER_PIXEL, Waveform } from "./Waveform.tsx";

/** About 15 s around a playhead that stands still. The sound is dragged below it. */
export function CloseUp(props: { playback: Playback }) {
  let from: { readonly x: number; readonly positionMs: number } | undefined;
  return (
    <div
      class="close-up"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from = { x: event.clientX, positionMs: props.playback.positionMs() };
      }}
      onPointerMove={(event) => {
        if (!from || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
        props.playback.seek(from.positionMs - (event.clientX - from.x) * MS_PER_PIXEL);
      }}
      onPointerUp={() => (from = undefined)}
    >
      <Waveform playback={props.playback} kind="close" />
      <span class="head mid" />
    </div>
  );
}
