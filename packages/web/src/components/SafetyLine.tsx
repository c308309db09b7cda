import { Match, Switch } from "solid-js";
import type { RecorderSnapshot } from "@tapedeck/recorder/snapshot";

/** Whether this page may be closed, and what would become of the sound. */
export function SafetyLine(props: { snapshot: Pick<RecorderSnapshot, "safety" | "state"> }) {
  return (
    <output class="safety" data-safety={props.snapshot.safety}>
      <Switch>
        <Match when={props.snapshot.safety === "unsafe" && props.snapshot.state !== "idle"}>
          <strong>Keep this page open.</strong> Closing it ends the recording.
        </Match>
        <Match when={props.snapshot.safety === "unsafe"}>
          <strong>Keep this page open.</strong> This browser keeps no sound for us: closing loses
          what is not in your bucket yet.
        </Match>
        <Match when={props.snapshot.safety === "on-device"}>
          <strong>Saved on this device: safe to close.</strong> Uploads go on when you come back.
        </Match>
        <Match when={props.snapshot.safety === "in-bucket"}>
          <strong>All in your bucket: safe to close.</strong>
        </Match>
      </Switch>
    </output>
  );
}
