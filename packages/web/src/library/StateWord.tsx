import { Show } from "solid-js";
import { RoomIcon, type IconName } from "../design/RoomIcon.tsx";
import { stateWord, type RowState } from "./row-state.ts";

const ICONS: Readonly<Partial<Record<RowState["kind"], IconName>>> = {
  here: "device",
  elsewhere: "device",
  "other-tab": "tabs",
  uploading: "up",
  offline: "offline",
  "no-room": "device",
  stuck: "alert",
  rescued: "rescued",
  damaged: "alert",
  missing: "gap",
};

const NEEDS_LOOK: ReadonlySet<RowState["kind"]> = new Set(["stuck", "damaged", "missing"]);

/** The one word of a row about its recording; nothing for one that is safe. */
export function StateWord(props: { state: RowState }) {
  return (
    <Show when={stateWord(props.state)}>
      {(word) => (
        <>
          <span class="between" aria-hidden="true">
            ·
          </span>
          <span
            class="row-state"
            classList={{
              "needs-look": NEEDS_LOOK.has(props.state.kind),
              "is-recording": props.state.kind === "recording",
            }}
          >
            <Show when={ICONS[props.state.kind]} fallback={<span class="lamp" />}>
              {(name) => <RoomIcon name={name()} />}
            </Show>
            <span class="cut">{word()}</span>
          </span>
        </>
      )}
    </Show>
  );
}
