import { For, Show } from "solid-js";
import type {
  Recorder,
  RecorderSnapshot,
  RecordingSnapshot,
  SegmentSnapshot,
} from "@tapedeck/recorder";
import { RecordingGroup } from "./RecordingGroup.tsx";
import { SafetyLine } from "../deck/SafetyLine.tsx";

/** All recordings that are on this device or were made since the page was opened, newest first. */
export function RecordingList(props: {
  snapshot: RecorderSnapshot;
  recorder: Pick<Recorder, "segments" | "subscribe">;
  prefix: string;
  onRetry: (segment?: SegmentSnapshot) => void;
  onDownload: (recording: RecordingSnapshot) => void;
}) {
  const stuckCount = () =>
    props.snapshot.recordings.reduce((sum, recording) => sum + recording.stuckCount, 0);
  return (
    <section class="recordings" aria-labelledby="recordings-title">
      <h2 id="recordings-title">Recordings</h2>
      <Show
        when={props.snapshot.recordings.length > 0}
        fallback={
          <p class="empty">
            Every few seconds, what you say becomes a file of its own: on this device first, then in
            your bucket.
          </p>
        }
      >
        <SafetyLine safety={props.snapshot.safety} />
        <Show when={stuckCount() > 0}>
          <button type="button" class="quiet" onClick={() => props.onRetry()}>
            Try all {stuckCount()} stuck segments again
          </button>
        </Show>
        <For each={props.snapshot.recordings}>
          {(recording) => (
            <RecordingGroup
              recording={recording}
              recorder={props.recorder}
              isHere={
                props.snapshot.state !== "idle" &&
                recording.recordingId === props.snapshot.recordingId
              }
              onRetry={(segment) => props.onRetry(segment)}
              onDownload={() => props.onDownload(recording)}
            />
          )}
        </For>
      </Show>
      <p class="prefix">
        Kept under <code>{props.prefix}</code>
      </p>
    </section>
  );
}
