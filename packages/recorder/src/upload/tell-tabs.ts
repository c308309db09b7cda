// What the tab of a recorder tells the others of it. Both releases hear it.
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { TabChannel } from "../environment.ts";

/**
 * It is about to store the first of this recording. The leader waits for its lock from then on, and finishes the
 * recording should this tab die before it has told of anything that it stored.
 */
export function tellBegan(channel: TabChannel, recordingId: RecordingId): void {
  channel.post({ kind: "recording-changed", recordingId, sequences: [] });
  channel.post({ kind: "began", recordingId, isEcho: true });
}

/** These records are on the device now. */
export function tellStored(
  channel: TabChannel,
  recording: RecordingRecord,
  segments: readonly SegmentRecord[],
): void {
  const { recordingId } = recording;
  const sequences = segments.map(({ sequence }) => sequence);
  channel.post({ kind: "recording-changed", recordingId, sequences });
  channel.post({ kind: "journaled", recording, segments, isEcho: true });
}
