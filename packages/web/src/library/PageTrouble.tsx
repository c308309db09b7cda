import { For, Show } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecordingSnapshot } from "@tapedeck/recorder";
import { formatSeconds, toMs } from "../text/format.ts";
import { messageFor } from "../text/messages.ts";
import { RecoverOffer } from "./RecoverOffer.tsx";
import type { RowState } from "./row-state.ts";
import { libraryWords } from "#words/library";
import { words } from "../text/words.ts";

const say = libraryWords.page;

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
        <p class="list-note calm">{say.rescued}</p>
      </Show>
      <Show when={props.state.kind === "elsewhere" && !props.isRecovered}>
        <RecoverOffer startedAtMs={props.startedAtMs} onRecover={props.onRecover} />
      </Show>
      <Show when={props.isRecovered}>
        <p class="list-note calm">{say.recovered}</p>
      </Show>
      <Show when={props.state.kind === "damaged"}>
        <p class="list-note">
          {messageFor("MANIFEST_INVALID").happened} {messageFor("MANIFEST_INVALID").toDo}
        </p>
      </Show>
      <Show when={props.device?.isFullOfGaps}>
        <p class="list-note">{say.manyGaps}</p>
      </Show>
      <Show when={props.codes.some((code) => code !== "MANIFEST_INVALID")}>
        <div class="list-note" role="status">
          <Show when={props.stuckSamples > 0}>
            <p>{say.notUploaded(formatSeconds(toMs(props.stuckSamples)))}</p>
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
                {words.page.tryAgain}
              </button>
              <button type="button" class="quiet" onClick={() => props.onSaveCopy()}>
                {libraryWords.acts.saveCopy}
              </button>
            </div>
          </Show>
        </div>
      </Show>
    </>
  );
}
