import { Match, Switch } from "solid-js";
import type { RecorderState } from "@tapedeck/recorder";

/** The buttons of a tape deck; the state alone decides which ones are shown. */
export function RecordControls(props: {
  state: RecorderState;
  isSupported: boolean;
  onRecord: () => void;
  onPause: () => void;
  onResume: () => void;
  onStop: () => void;
}) {
  const stop = () => (
    <button type="button" class="stop" onClick={() => props.onStop()}>
      <span class="square" aria-hidden="true" /> Stop
    </button>
  );
  return (
    <div class="controls">
      <Switch>
        <Match when={props.state === "idle"}>
          <button
            type="button"
            class="record"
            disabled={!props.isSupported}
            onClick={() => props.onRecord()}
          >
            <span class="dot" aria-hidden="true" /> Record
          </button>
        </Match>
        <Match when={props.state === "starting"}>
          <button type="button" class="record" disabled>
            Opening the microphone …
          </button>
          {stop()}
        </Match>
        <Match when={props.state === "recording"}>
          <button type="button" onClick={() => props.onPause()}>
            <span class="bars" aria-hidden="true" /> Pause
          </button>
          {stop()}
        </Match>
        <Match when={props.state === "paused"}>
          <button type="button" class="record" onClick={() => props.onResume()}>
            <span class="dot" aria-hidden="true" /> Resume
          </button>
          {stop()}
        </Match>
        <Match when={props.state === "stopping"}>
          <button type="button" disabled>
            Finishing …
          </button>
        </Match>
      </Switch>
    </div>
  );
}
