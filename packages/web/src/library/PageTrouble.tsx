import { For, Show } from "solid-js";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { Recorder, RecordingSnapshot } from "@tapedeck/recorder";
import { formatSeconds, toMs } from "../text/format.ts";
import { messageFor } from "../text/messages.ts";
import { RecoverOffer } from "./RecoverOffer.tsx";
import { waitReasons, type RowState } from "./row-state.ts";

/** What is the matter with a recording, and what a person can do about it. */
export function PageTrouble(props: {
  state: RowState;
  device: RecordingSnapshot | undefined;
  recorder: Pick<Recorder, "segments">;
  /** Why the bucket did not tell of it. */
  failure: ErrorCode | undefined;
  startedAtMs: number;
  /** The bucket sealed it without the device that made it. */
  isRecovered: boolean;
  onRecover: () => Promise<void>;
  onRetry: () => void;
  onSaveCopy: () => void;
}) {
  const codes = (): readonly ErrorCode[] => {
    const { device, failure } = props;
    const waits = device && device.state !== "sealed" ? waitReasons(device) : [];
    const stuck = device && device.stuckCount > 0 ? stuckCodes(device) : [];
    const all = new Set([...stuck, ...waits, ...(failure === undefined ? [] : [failure])]);
    // The line above already says that it waits for the network.
    if (props.state.kind === "offline") all.delete("OFFLINE");
    return [...all];
  };
  const stuckSegments = ({ recordingId }: RecordingSnapshot) =>
    props.recorder.segments(recordingId).filter(({ status }) => status.kind === "stuck");
  const stuckCodes = (device: RecordingSnapshot) =>
    stuckSegments(device).flatMap(({ status }) => (status.kind === "stuck" ? [status.code] : []));
  const stuckLength = () => {
    const { device } = props;
    if (device === undefined || device.stuckCount === 0) return undefined;
    const samples = stuckSegments(device).reduce((sum, { sampleCount }) => sum + sampleCount, 0);
    return formatSeconds(toMs(samples));
  };
  const isWaiting = () =>
    props.device !== undefined && props.device.state !== "sealed" && codes().length > 0;
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
      <Show when={codes().some((code) => code !== "MANIFEST_INVALID")}>
        <div class="list-note" role="status">
          <Show when={stuckLength()}>
            {(length) => <p>{length()} could not be uploaded. It is safe on this device.</p>}
          </Show>
          <For each={codes()}>
            {(code) => (
              <p>
                {messageFor(code).happened} {messageFor(code).toDo}
              </p>
            )}
          </For>
          <Show when={isWaiting()}>
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
