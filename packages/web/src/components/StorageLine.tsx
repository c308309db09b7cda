import { Show } from "solid-js";
import type { RecorderSnapshot } from "@tapedeck/recorder/snapshot";

const WHERE: Readonly<Record<NonNullable<RecorderSnapshot["storage"]>, string>> = {
  opfs: "Kept on this device in files (OPFS), every 20 ms.",
  indexeddb: "Kept on this device in a database (IndexedDB), every 100 ms.",
  memory: "This browser keeps nothing for us: sound is in this page's memory until it is uploaded.",
};

/** Where sound is kept until it is in the bucket, and for how long there is room. */
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
