// Journal records in memory, beside memory-files.ts.
import type { RecordingId } from "@tapedeck/core/ids";
import type { JournalRecords, RecordingRecord, SegmentRecord } from "./journal-records.ts";

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
    putSegments: async (records) => {
      for (const record of records) {
        const known = segments.get(record.recordingId) ?? new Map<number, SegmentRecord>();
        segments.set(record.recordingId, known.set(record.sequence, record));
      }
    },
    segments: async (recordingId) =>
      [...(segments.get(recordingId)?.values() ?? [])].sort((a, b) => a.sequence - b.sequence),
    removeRecording: async (recordingId) => {
      recordings.delete(recordingId);
      segments.delete(recordingId);
    },
  };
}
