// Records of a recording and its segments, as a device keeps them.
import { makeRecordingId, type RecordingId } from "../ids.ts";
import type { RecordingRecord, SegmentRecord } from "../upload/records.ts";

/** The later the index, the younger the recording. */
export function idOf(index: number): RecordingId {
  return makeRecordingId(1_795_392_000_000_000 + index, new Uint8Array(6));
}

export function recordingRecord(
  index: number,
  changed: Partial<RecordingRecord> = {},
): RecordingRecord {
  return {
    recordingId: idOf(index),
    owner: "ada",
    packetsPerSegment: 100,
    storage: "opfs",
    state: "open",
    gaps: [],
    ...changed,
  };
}

export function segmentRecord(
  index: number,
  sequence: number,
  changed: Partial<SegmentRecord> = {},
): SegmentRecord {
  return {
    recordingId: idOf(index),
    sequence,
    startSample: sequence * 96_000,
    sampleCount: 96_000,
    sizeBytes: 1000,
    sha256: `sum of ${sequence}`,
    life: { kind: "journaled" },
    ...changed,
  };
}
