import { Show } from "solid-js";
import type { RecorderState } from "@tapedeck/recorder";
import { formatDuration, formatMissing, formatSpokenDuration } from "../text/format.ts";

const LABEL: Readonly<Record<RecorderState, string>> = {
  idle: "Ready",
  starting: "Starting",
  recording: "Recording",
  paused: "Paused",
  stopping: "Finishing",
};

/** The recorder's state and the elapsed time. Screen readers announce only the state. */
export function Clock(props: { state: RecorderState; elapsedMs: number; missingMs: number }) {
  return (
    <div class="clock" data-state={props.state}>
      <p class="state">
        <output>{LABEL[props.state]}</output>
        {/* Beside the state, so that no button moves under a finger when this appears. */}
        <Show when={formatMissing(props.missingMs)}>
          {(missing) => (
            <span class="missing">
              {" · "}
              <span role="alert">sound is missing</span>: {missing()}
            </span>
          )}
        </Show>
      </p>
      <p class="elapsed" role="timer" aria-label={formatSpokenDuration(props.elapsedMs)}>
        {formatDuration(props.elapsedMs)}
      </p>
    </div>
  );
}
