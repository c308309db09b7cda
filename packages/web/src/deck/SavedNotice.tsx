import { For } from "solid-js";
import type { RecorderSnapshot, SavedRecording } from "@tapedeck/recorder";
import { formatDuration, formatStart, toMs } from "../text/format.ts";

/** Recordings that this page did not end itself: cut off by a crash, or finished without a page. */
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
  // A list item is one recording for good.
  const { kind, recordingId, sampleCount } = props.recording;
  const duration = formatDuration(toMs(sampleCount));
  if (kind === "cut-off") {
    return (
      <>
        <strong>Rescued {duration}.</strong> The recording of {formatStart(recordingId)} had been
        cut off. All that was recorded is kept, and goes to your bucket by itself.
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
