// Everything that is on its way to the bucket, as one value. What happens to it: reduce.ts.
import type { RecordingId } from "../ids.ts";
import { NEW_BUCKET_WATCH, type BucketWatch } from "./bucket-watch.ts";
import type { RecordingRecord, SegmentRecord } from "./records.ts";
import { isSameLife, storedLife, type SegmentState } from "./segment-state.ts";

export interface UploadState {
  /** Oldest first: ids sort by time. */
  readonly recordings: readonly RecordingUpload[];
  /** A request for grants is under way. */
  readonly isRequesting: boolean;
  readonly isVerifying: boolean;
  readonly putCount: number;
  readonly hashCount: number;
  readonly bucket: BucketWatch;
  /** The server refused a question of this release and answered one of the release before. */
  readonly isServerOlder: boolean;
  /** Number of the next timer. */
  readonly nextTimer: number;
  readonly saving: Saving;
  /** Grows with each change that the device is to remember. */
  readonly changeCount: number;
}

/** @property changeCount - of the state when the save failed: a later change is saved without delay */
export type Saving =
  | { readonly kind: "idle" }
  | { readonly kind: "busy" }
  | { readonly kind: "failed"; readonly changeCount: number; readonly timer: number };

export interface RecordingUpload {
  readonly record: RecordingRecord;
  /** The device does not have this record yet. */
  readonly isUnsaved: boolean;
  /** In order of sequence. */
  readonly segments: readonly SegmentUpload[];
  /** Positions in `segments` of those that are not verified, in order. */
  readonly open: readonly number[];
  /** Positions of those that the device has to save, or whose file it has to remove. May name one twice. */
  readonly dirty: readonly number[];
  /** Positions in the save that is under way. */
  readonly beingSaved: readonly number[];
  readonly seal: SealState;
  readonly failedSeals: number;
  /** Verifying waits for the next request for grants. */
  readonly hold: { readonly timer: number; readonly isOver: boolean } | undefined;
}

export type SealState =
  | { readonly kind: "none" }
  | { readonly kind: "asking" }
  | { readonly kind: "waiting"; readonly timer: number };

export interface SegmentUpload {
  /** As the device is to remember it. */
  readonly record: SegmentRecord;
  readonly state: SegmentState;
  /** The device has a record of it, of whatever age. */
  readonly hasRecord: boolean;
  /** The device does not have this record yet. */
  readonly isUnsaved: boolean;
  /** Its bytes are on the device, as far as is known. */
  readonly hasFile: boolean;
  /** How often S3 had nothing of it although it had said so. */
  readonly missCount: number;
}

export const NO_UPLOADS: UploadState = {
  recordings: [],
  isRequesting: false,
  isVerifying: false,
  putCount: 0,
  hashCount: 0,
  bucket: NEW_BUCKET_WATCH,
  isServerOlder: false,
  nextTimer: 1,
  saving: { kind: "idle" },
  changeCount: 0,
};

export function findRecording(
  { recordings }: UploadState,
  recordingId: RecordingId,
): RecordingUpload | undefined {
  return recordings.find(({ record }) => record.recordingId === recordingId);
}

/** @returns -1 when there is no such segment */
export function positionOf({ segments }: RecordingUpload, sequence: number): number {
  // Nearly always: a segment is missing only where a power cut took it.
  if (segments[sequence]?.record.sequence === sequence) return sequence;
  return segments.findIndex(({ record }) => record.sequence === sequence);
}

export function replaceRecording(state: UploadState, recording: RecordingUpload): UploadState {
  const { recordingId } = recording.record;
  return {
    ...state,
    recordings: state.recordings.map((each) =>
      each.record.recordingId === recordingId ? recording : each,
    ),
  };
}

/** The same segment in another state: its record follows, and is to be saved where it differs. */
export function inState(upload: SegmentUpload, state: SegmentState): SegmentUpload {
  const { record } = upload;
  const life = storedLife(state);
  const wait = state.kind === "waiting" ? state.wait : undefined;
  if (isSameLife(record.life, life) && record.wait === wait) return { ...upload, state };
  return { ...upload, state, record: { ...record, life, wait }, isUnsaved: true };
}

/** The server told where it is. The device remembers that with the next state. */
export function foundUnder(upload: SegmentUpload, userType: string | undefined): SegmentUpload {
  if (userType === undefined || upload.record.userType === userType) return upload;
  return { ...upload, record: { ...upload.record, userType } };
}

/** The recording with some of its segments replaced: one copy of the list, however many they are. */
export function withSegments(
  recording: RecordingUpload,
  positions: readonly number[],
  change: (upload: SegmentUpload) => SegmentUpload,
): RecordingUpload {
  const segments = recording.segments.slice();
  const dirty: number[] = [];
  let hasVerified = false;
  for (const position of positions) {
    const before = segments[position];
    if (before === undefined) continue;
    const after = change(before);
    segments[position] = after;
    if (after.record !== before.record) dirty.push(position);
    hasVerified ||= after.state.kind === "verified" && before.state.kind !== "verified";
  }
  const isOpen = (position: number) => segments[position]?.state.kind !== "verified";
  return {
    ...recording,
    segments,
    open: hasVerified ? recording.open.filter(isOpen) : recording.open,
    dirty: dirty.length === 0 ? recording.dirty : [...recording.dirty, ...dirty],
  };
}
