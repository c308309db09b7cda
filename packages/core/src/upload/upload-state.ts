// Everything that is on its way to the bucket, as one value. What happens to it: reduce.ts.
import type { RecordingId } from "../ids.ts";
import { firstPosition, itemAt, itemsOf, withItems, type PagedList } from "../paged-list.ts";
import { NEW_BUCKET_WATCH, type BucketWatch } from "./bucket-watch.ts";
import { isForRoom } from "./is-for-room.ts";
import type { RecordingRecord, SegmentRecord, Wait } from "./records.ts";
import { isSameLife, storedLife, type SegmentState } from "./segment-state.ts";

export interface UploadState {
  /** Oldest first: ids sort by time. */
  readonly recordings: readonly RecordingUpload[];
  readonly bucket: BucketWatch;
  /** The server refused a question of this release and answered one of the release before. */
  readonly isServerOlder: boolean;
  /** Number of the next timer. */
  readonly nextTimer: number;
  readonly saving: Saving;
}

/** After a save that failed, the next waits for its timer, or for a record that changes. */
export type Saving =
  | { readonly kind: "idle" }
  | { readonly kind: "busy" }
  | { readonly kind: "failed"; readonly timer: number };

export interface RecordingUpload {
  readonly record: RecordingRecord;
  /** As the device has it. The same object where it has this very record. */
  readonly saved: RecordingRecord | undefined;
  /** In order of sequence. */
  readonly segments: PagedList<SegmentUpload>;
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
  /** As the device has it, of whatever age. */
  readonly saved: SegmentRecord | undefined;
  /** Its bytes are on the device, as far as is known. */
  readonly hasFile: boolean;
  /** How often S3 had nothing of it although it had said so. */
  readonly missCount: number;
}

export const NO_UPLOADS: UploadState = {
  recordings: [],
  bucket: NEW_BUCKET_WATCH,
  isServerOlder: false,
  nextTimer: 1,
  saving: { kind: "idle" },
};

export function findRecording(
  { recordings }: UploadState,
  recordingId: RecordingId,
): RecordingUpload | undefined {
  return recordings.find(({ record }) => record.recordingId === recordingId);
}

/** @returns -1 when there is no such segment */
export function positionOf({ segments }: RecordingUpload, sequence: number): number {
  const position = firstPosition(segments, ({ record }) => record.sequence >= sequence);
  return itemAt(segments, position)?.record.sequence === sequence ? position : -1;
}

export function segmentOf(recording: RecordingUpload, sequence: number): SegmentUpload | undefined {
  return itemAt(recording.segments, positionOf(recording, sequence));
}

export function recordsAt(
  { segments }: RecordingUpload,
  positions: Iterable<number>,
): readonly SegmentRecord[] {
  return [...positions].flatMap((position) => itemAt(segments, position)?.record ?? []);
}

/** In order of sequence. */
export function segmentRecordsOf({ segments }: RecordingUpload): readonly SegmentRecord[] {
  return itemsOf(segments).map(({ record }) => record);
}

export function mapRecordings(
  state: UploadState,
  change: (recording: RecordingUpload) => RecordingUpload,
): UploadState {
  return { ...state, recordings: state.recordings.map(change) };
}

export function replaceRecording(state: UploadState, recording: RecordingUpload): UploadState {
  const { recordingId } = recording.record;
  return mapRecordings(state, (each) =>
    each.record.recordingId === recordingId ? recording : each,
  );
}

/** The same segment in another state: its record follows, and is to be saved where it differs. */
export function inState(upload: SegmentUpload, state: SegmentState): SegmentUpload {
  const { record } = upload;
  const life = storedLife(state);
  const wait = state.kind === "waiting" ? state.wait : lastingWait(record, state);
  if (isSameLife(record.life, life) && record.wait === wait) return { ...upload, state };
  return { ...upload, state, record: { ...record, life, wait } };
}

/** While the server is asked again whether there is room, there is none yet: no page may call the sound safe. */
function lastingWait({ wait }: SegmentRecord, { kind }: SegmentState): Wait | undefined {
  return isForRoom(wait?.code) && (kind === "journaled" || kind === "requested") ? wait : undefined;
}

/** The server told where it is. */
export function foundUnder(upload: SegmentUpload, userType: string | undefined): SegmentUpload {
  if (userType === undefined || upload.record.userType === userType) return upload;
  return { ...upload, record: { ...upload.record, userType } };
}

/** The recording with some of its segments replaced. */
export function withSegments(
  recording: RecordingUpload,
  positions: Iterable<number>,
  change: (upload: SegmentUpload) => SegmentUpload,
): RecordingUpload {
  const changed = new Map<number, SegmentUpload>();
  for (const position of positions) {
    const before = changed.get(position) ?? itemAt(recording.segments, position);
    const after = before && change(before);
    if (after && after !== before) changed.set(position, after);
  }
  if (changed.size === 0) return recording;
  return { ...recording, segments: withItems(recording.segments, changed) };
}
