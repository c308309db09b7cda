// The device's records in the tab that writes them: the device may be a write behind, or full.
import { findRecording, segmentOf, segmentRecordsOf } from "@tapedeck/core/upload/upload-state";
import type { RecordReader } from "../journal/journal-records.ts";
import type { Uploader } from "./uploader.ts";

/** Records as the uploader has written them, or will once there is room. */
export function writtenRecords(
  uploader: Pick<Uploader, "state">,
  records: RecordReader,
): RecordReader {
  return {
    recording: async (recordingId) =>
      findRecording(uploader.state(), recordingId)?.record ?? records.recording(recordingId),
    segments: async (recordingId, sequences) => {
      const known = findRecording(uploader.state(), recordingId);
      if (known === undefined) return records.segments(recordingId, sequences);
      if (sequences === undefined) return segmentRecordsOf(known);
      return sequences.flatMap((sequence) => segmentOf(known, sequence)?.record ?? []);
    },
  };
}
