import { Match, Switch } from "solid-js";
import type { CaptureState } from "@tapedeck/recorder";

/** Says why no sound arrives while a recording runs, and what happens next or what the person can do. */
export function CaptureNotice(props: { state: CaptureState; onResume: () => void }) {
  return (
    <Switch>
      <Match when={props.state === "suspended"}>
        <div class="notice" role="alert">
          <p>
            <strong>This browser holds the sound up.</strong> Nothing is recorded until it goes on.
          </p>
          <button type="button" onClick={() => props.onResume()}>
            Let the sound go on
          </button>
        </div>
      </Match>
      <Match when={props.state === "reopening"}>
        <p class="notice" role="alert">
          <strong>The microphone went away.</strong> It is looked for, for half a minute; the
          recording goes on when it, or another, is there.
        </p>
      </Match>
    </Switch>
  );
}
