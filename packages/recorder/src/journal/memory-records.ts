// Journal records in memory, beside memory-files.ts.
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { JournalRecords } from "./journal-records.ts";

export function createMemoryRecords(): JournalRecords {
  const recordings = new Map<RecordingId, RecordingRecord>();
  const segments = new Map<RecordingId, Map<number, SegmentRecord>>();
  return {
    putRecording: async (record) => {
      recordings.set(record.recordingId, record);
    },
    recordings: async (owner) =>
      [...recordings.values()]
        .filter((record) => record.owner === owner)
        .sort((a, b) => (a.recordingId < b.recordingId ? -1 : 1)),
    recording: async (recordingId) => recordings.get(recordingId),
    putSegments: async (records) => {
      for (const record of records) {
        const known = segments.get(record.recordingId) ?? new Map<number, SegmentRecord>();
        segments.set(record.recordingId, known.set(record.sequence, record));
      }
    },
    segments: async (recordingId, sequences) => {
      const known = segments.get(recordingId) ?? new Map<number, SegmentRecord>();
      const found = sequences?.flatMap((sequence) => known.get(sequence) ?? []);
      return (found ?? [...known.values()]).sort((a, b) => a.sequence - b.sequence);
    },
    removeRecording: async (recordingId) => {
      recordings.delete(recordingId);
      segments.delete(recordingId);
    },
  };
}
