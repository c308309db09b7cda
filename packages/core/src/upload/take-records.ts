// Takes over recordings as the device has them. Of what is known already, only news is taken.
import { itemAt, itemsOf, pagedList, withAppended } from "../paged-list.ts";
import type { RecordingRecord, SegmentRecord } from "./records.ts";
import { stateOfLife } from "./segment-state.ts";
import {
  findRecording,
  inState,
  positionOf,
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
  const { record, saved } = newRecording(stored, isSaved);
  return { ...known, record, saved };
}

/** A seal that an earlier page gave up is asked for once more, as a segment is: see stateOfLife. */
function newRecording(stored: RecordingRecord, isSaved: boolean): RecordingUpload {
  const isStuck = typeof stored.state !== "string";
  return {
    record: isStuck ? { ...stored, state: "ended" } : stored,
    // One that is sealed is to be forgotten.
    saved: isSaved && stored.state !== "sealed" ? stored : undefined,
    segments: pagedList<SegmentUpload>([]),
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
  const { segments: known } = recording;
  const added = [...found]
    .sort((a, b) => a.sequence - b.sequence)
    .filter(({ sequence }, index, all) => all[index - 1]?.sequence !== sequence)
    .filter(({ sequence }) => positionOf(recording, sequence) < 0)
    .map((record) => newSegment(record, isSaved));
  const last = itemAt(known, known.length - 1)?.record.sequence ?? -1;
  if (added.every(({ record }) => record.sequence > last)) {
    return { ...recording, segments: withAppended(known, added) };
  }
  const all = [...itemsOf(known), ...added].sort((a, b) => a.record.sequence - b.record.sequence);
  return { ...recording, segments: pagedList(all) };
}

function newSegment(record: SegmentRecord, isSaved: boolean): SegmentUpload {
  const asStored: SegmentUpload = {
    record,
    state: { kind: "verified" },
    saved: isSaved ? record : undefined,
    hasFile: true,
    missCount: 0,
  };
  return inState(asStored, stateOfLife(record.life));
}
