import { Show } from "solid-js";
import type { RecorderSnapshot } from "@tapedeck/recorder";

const WHERE: Readonly<Record<NonNullable<RecorderSnapshot["storage"]>, string>> = {
  opfs: "Written to files on this device (OPFS), every 20 ms.",
  indexeddb: "Written to a database on this device (IndexedDB), every 100 ms.",
  memory: "This browser keeps nothing for us: sound is in this page's memory until it is uploaded.",
};

/**
 * Says where this browser stores sound until it is in the bucket, and how much room is left. Whether the
 * browser keeps it after a close is up to SafetyLine.tsx.
 */
export function StorageLine(props: Pick<RecorderSnapshot, "storage" | "room">) {
  const minutesLeft = () => (props.room.kind === "low" ? props.room.minutes : undefined);
  return (
    <>
      <Show when={minutesLeft() !== undefined}>
        <div class="notice" role="alert">
          <p>
            <strong>This device is nearly full:</strong> room for about {minutesLeft()} more
            minutes. Free some space; what is recorded stays.
          </p>
        </div>
      </Show>
      <Show when={props.storage}>
        {(storage) => (
          <p class="keys" data-storage={storage()}>
            {WHERE[storage()]}
          </p>
        )}
      </Show>
    </>
  );
}
