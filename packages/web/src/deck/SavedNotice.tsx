import { For } from "solid-js";
import type { RecorderSnapshot, SavedRecording } from "@tapedeck/recorder";
import { formatDuration, formatStart, toMs } from "../text/format.ts";

/** Lists recordings that a crash cut off, or that the service worker finished without a page. */
export function SavedNotice(props: { saved: RecorderSnapshot["saved"] }) {
  return (
    <For each={props.saved}>
      {(recording) => (
        <p class="rescued" role="status">
          <SavedWords recording={recording} />
        </p>
      )}
    </For>
  );
}

function SavedWords(props: { recording: SavedRecording }) {
  // `For` never reuses an item for another recording.
  const { kind, recordingId, sampleCount } = props.recording;
  const duration = formatDuration(toMs(sampleCount));
  if (kind === "cut-off") {
    return (
      <>
        <strong>Rescued {duration}.</strong> The recording of {formatStart(recordingId)} had been
        cut off. All that was recorded is kept.
      </>
    );
  }
  return (
    <>
      <strong>Finished {duration}.</strong> The recording of {formatStart(recordingId)} arrived in
      your bucket while this page was closed.
    </>
  );
}
