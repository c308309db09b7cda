import { Show } from "solid-js";
import type { RecorderState } from "@tapedeck/recorder/snapshot";
import { formatDuration, formatMissing, speakDuration } from "../text/format.ts";

const LABEL: Readonly<Record<RecorderState, string>> = {
  idle: "Ready",
  starting: "Starting",
  recording: "Recording",
  paused: "Paused",
  stopping: "Finishing",
};

/** How long, and in which state. Only the state is announced: a clock that speaks is a nuisance. */
export function Clock(props: { state: RecorderState; elapsedMs: number; missingMs: number }) {
  return (
    <div class="clock" data-state={props.state}>
      <p class="state">
        <output>{LABEL[props.state]}</output>
        {/* Beside the state, where it moves no button away under a finger. */}
        <Show when={formatMissing(props.missingMs)}>
          {(missing) => (
            <span class="missing">
              {" · "}
              <span role="alert">sound is missing</span>: {missing()}
            </span>
          )}
        </Show>
      </p>
      <p class="elapsed" role="timer" aria-label={speakDuration(props.elapsedMs)}>
        {formatDuration(props.elapsedMs)}
      </p>
    </div>
  );
}
