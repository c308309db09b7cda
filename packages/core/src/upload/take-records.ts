// Takes over recordings as the device has them. Of what is known already, only news is taken.
import type { RecordingRecord, SegmentRecord } from "./records.ts";
import { stateOfLife } from "./segment-state.ts";
import {
  findRecording,
  inState,
  replaceRecording,
  type RecordingUpload,
  type SegmentUpload,
  type UploadState,
} from "./upload-state.ts";

export function takeRecords(
  state: UploadState,
  record: RecordingRecord,
  segments: readonly SegmentRecord[],
  isSaved: boolean,
): UploadState {
  const known = findRecording(state, record.recordingId);
  // Read before the device forgot it. Or sealed by another, which this leader finds out by itself.
  if (known?.record.state === "sealed" || (known && record.state === "sealed")) return state;
  const taken = withNewSegments(
    known ? withNewRecord(known, record, isSaved) : newRecording(record, isSaved),
    // Nothing of what is sealed is sent again, whatever its records say: they are about to be forgotten.
    record.state === "sealed" ? [] : segments,
    isSaved,
  );
  if (known) return replaceRecording(state, taken);
  const recordings = [...state.recordings, taken].sort((a, b) =>
    a.record.recordingId < b.record.recordingId ? -1 : 1,
  );
  return { ...state, recordings };
}

/** The leader writes the record of a recording that has ended; an open one is its recorder's. */
function withNewRecord(
  known: RecordingUpload,
  stored: RecordingRecord,
  isSaved: boolean,
): RecordingUpload {
  if (known.record.state !== "open") return known;
  const { record, isUnsaved } = newRecording(stored, isSaved);
  return { ...known, record, isUnsaved };
}

/** A seal that an earlier page gave up is asked for once more, as a segment is: see stateOfLife. */
function newRecording(stored: RecordingRecord, isSaved: boolean): RecordingUpload {
  const isStuck = typeof stored.state !== "string";
  return {
    record: isStuck ? { ...stored, state: "ended" } : stored,
    isUnsaved: !isSaved || isStuck || stored.state === "sealed",
    segments: [],
    open: [],
    dirty: [],
    beingSaved: [],
    seal: { kind: "none" },
    failedSeals: 0,
    hold: undefined,
  };
}

function withNewSegments(
  recording: RecordingUpload,
  found: readonly SegmentRecord[],
  isSaved: boolean,
): RecordingUpload {
  const known = new Set(recording.segments.map(({ record }) => record.sequence));
  const added = found
    .filter(({ sequence }) => !known.has(sequence))
    .map((record) => newSegment(record, isSaved));
  if (added.length === 0) return recording;
  const last = recording.segments.at(-1)?.record.sequence ?? -1;
  const isAtEnd = added.every(({ record }) => record.sequence > last);
  const all = [...recording.segments, ...added];
  const segments = isAtEnd ? all : all.sort((a, b) => a.record.sequence - b.record.sequence);
  const isAdded = new Set(added);
  const open: number[] = [];
  const dirty: number[] = [];
  segments.forEach((segment, position) => {
    if (segment.state.kind !== "verified") open.push(position);
    // Its record may differ, or a crash may have left its file.
    if (isAdded.has(segment)) dirty.push(position);
  });
  // Positions that were noted before are worth nothing where a segment came in between.
  return {
    ...recording,
    segments,
    open,
    dirty: isAtEnd ? [...recording.dirty, ...dirty] : everyPosition(segments),
  };
}

function everyPosition(segments: readonly SegmentUpload[]): readonly number[] {
  return segments.map((_, position) => position);
}

function newSegment(record: SegmentRecord, isSaved: boolean): SegmentUpload {
  const asStored: SegmentUpload = {
    record,
    state: { kind: "verified" },
    hasRecord: isSaved,
    isUnsaved: !isSaved,
    hasFile: true,
    missCount: 0,
  };
  return inState(asStored, stateOfLife(record.life));
}
