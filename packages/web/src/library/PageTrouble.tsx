import { For, Show } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecordingSnapshot } from "@tapedeck/recorder";
import { formatSeconds, toMs } from "../text/format.ts";
import { messageFor } from "../text/messages.ts";
import { RecoverOffer } from "./RecoverOffer.tsx";
import type { RowState } from "./row-state.ts";

/** What is the matter with a recording, and what a person can do about it. */
export function PageTrouble(props: {
  state: RowState;
  device: RecordingSnapshot | undefined;
  codes: readonly ErrorCode[];
  /** Of all stuck segments; 0 without any. */
  stuckSamples: number;
  /** A person can try again, or save what is on this device. */
  isWaiting: boolean;
  startedAtMs: number;
  /** The bucket sealed it without the device that made it. */
  isRecovered: boolean;
  onRecover: () => Promise<void>;
  onRetry: () => void;
  onSaveCopy: () => void;
}) {
  return (
    <>
      <Show when={props.state.kind === "rescued" && !props.isRecovered}>
        <p class="list-note calm">This recording was cut off. All that was recorded is kept.</p>
      </Show>
      <Show when={props.state.kind === "elsewhere" && !props.isRecovered}>
        <RecoverOffer startedAtMs={props.startedAtMs} onRecover={props.onRecover} />
      </Show>
      <Show when={props.isRecovered}>
        <p class="list-note calm">
          This recording was cut off. What came after may still be on the device that made it.
        </p>
      </Show>
      <Show when={props.state.kind === "damaged"}>
        <p class="list-note">
          {messageFor("MANIFEST_INVALID").happened} {messageFor("MANIFEST_INVALID").toDo}
        </p>
      </Show>
      <Show when={props.device?.isFullOfGaps}>
        <p class="list-note">
          This recording has as many gaps as can be listed: some that are near each other are listed
          as one.
        </p>
      </Show>
      <Show when={props.codes.some((code) => code !== "MANIFEST_INVALID")}>
        <div class="list-note" role="status">
          <Show when={props.stuckSamples > 0}>
            <p>
              {formatSeconds(toMs(props.stuckSamples))} could not be uploaded. It is safe on this
              device.
            </p>
          </Show>
          <For each={props.codes}>
            {(code) => (
              <p>
                {messageFor(code).happened} {messageFor(code).toDo}
              </p>
            )}
          </For>
          <Show when={props.isWaiting}>
            <div class="note-keys">
              <button type="button" class="quiet" onClick={() => props.onRetry()}>
                Try again
              </button>
              <button type="button" class="quiet" onClick={() => props.onSaveCopy()}>
                Save a copy
              </button>
            </div>
          </Show>
        </div>
      </Show>
    </>
  );
}
