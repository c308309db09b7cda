import { Show } from "solid-js";
import { RoomIcon } from "../design/RoomIcon.tsx";
import { libraryWords } from "#words/library";
import type { ShownUsage } from "./shown-usage.ts";

const say = libraryWords.usage;

/** Warns before the storage is full. That it is full, the deck says, beside the key that records. */
export function UsageNote(props: { usage: ShownUsage | undefined }) {
  const nearlyFull = () =>
    props.usage?.isNearlyFull && !props.usage.isFull ? props.usage : undefined;
  return (
    <Show when={nearlyFull()}>
      {(usage) => (
        <div class="list-note" role="status">
          <RoomIcon name="alert" />
          <p>
            {say.nearlyFull(usage().written)} {say.makeRoom}
          </p>
        </div>
      )}
    </Show>
  );
}
