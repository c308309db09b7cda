import { For } from "solid-js";
import type { RecorderSnapshot } from "@tapedeck/recorder/snapshot";
import { formatDuration, formatStart, toMs } from "../text/format.ts";

/** Recordings that had been cut off, by a crash or a closed page, and were saved. */
export function RescuedNotice(props: { rescued: RecorderSnapshot["rescued"] }) {
  return (
    <For each={props.rescued}>
      {({ recordingId, sampleCount }) => (
        <p class="rescued" role="status">
          <strong>Rescued {formatDuration(toMs(sampleCount))}.</strong> The recording of{" "}
          {formatStart(recordingId)} had been cut off. All that was recorded is on its way to your
          bucket.
        </p>
      )}
    </For>
  );
}
