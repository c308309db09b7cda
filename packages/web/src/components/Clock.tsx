import type { RecorderState } from "@tapedeck/recorder/snapshot";
import { formatDuration, speakDuration } from "../format.ts";

const LABEL: Readonly<Record<RecorderState, string>> = {
  idle: "Ready",
  starting: "Starting",
  recording: "Recording",
  paused: "Paused",
  stopping: "Finishing",
};

/** How long, and in which state. Only the state is announced: a clock that speaks is a nuisance. */
export function Clock(props: { state: RecorderState; elapsedMs: number }) {
  return (
    <div class="clock" data-state={props.state}>
      <output class="state">{LABEL[props.state]}</output>
      <p class="elapsed" role="timer" aria-label={speakDuration(props.elapsedMs)}>
        {formatDuration(props.elapsedMs)}
      </p>
    </div>
  );
}
