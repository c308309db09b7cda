// What the device is to remember and to forget. Sound is deleted by this rule and by no other, and only
// after the server has verified it.
import { itemAt, itemsOf, pagedList, withItems } from "../paged-list.ts";
import type { SaveCommand } from "./command.ts";
import type { SaveOutcome } from "./event.ts";
import type { SegmentRecord } from "./records.ts";
import type { Step } from "./step.ts";
import type { RecordingUpload, Saving, SegmentUpload, UploadState } from "./upload-state.ts";

/** After a failed write. A person needs longer to free a disk; a blip of the database, less. */
const RETRY_MS = 30_000;

/** One save at a time: what changes meanwhile is in the next. */
export function scheduleSave(
  state: UploadState,
  { commands }: Pick<Step, "commands">,
): UploadState {
  const { saving, changeCount } = state;
  if (saving.kind === "busy") return state;
  if (saving.kind === "failed" && saving.changeCount === changeCount) return state;
  const save = planSave(state.recordings);
  if (save === undefined) return state;
  commands.push(save);
  const recordings = state.recordings.map((recording) =>
    recording.dirty.length === 0
      ? recording
      : { ...recording, dirty: [], beingSaved: recording.dirty },
  );
  return { ...state, recordings, saving: { kind: "busy" } };
}

function planSave(recordings: readonly RecordingUpload[]): SaveCommand | undefined {
  const segments: SegmentRecord[] = [];
  const removeFiles: SaveCommand["removeFiles"][number][] = [];
  for (const recording of recordings) {
    const { record, segments: uploads, dirty } = recording;
    if (record.state === "sealed") continue;
    for (const position of new Set(dirty)) {
      const upload = itemAt(uploads, position);
      if (upload?.isUnsaved) segments.push(upload.record);
      if (upload && mayRemove(upload, recording)) {
        removeFiles.push({ segment: upload.record, storage: record.storage });
      }
    }
  }
  const unsaved = recordings.filter(({ isUnsaved }) => isUnsaved);
  const ended = unsaved.filter(maySaveEnd).map(({ record }) => record);
  const forget = unsaved.map(({ record }) => record).filter((record) => record.state === "sealed");
  const size = segments.length + removeFiles.length + ended.length + forget.length;
  if (size === 0) return undefined;
  return { kind: "save", segments, removeFiles, recordings: ended, forget };
}

/**
 * A record of any age is enough: a tab that finds it without its file asks the server before anything
 * else. Without a record, no tab would know that the segment ever was.
 *
 * If the server found it elsewhere than where the recording began, the record has to say so first: the next
 * tab would look in the wrong place, and no file would be left to store it there.
 */
function mayRemove(
  { state, record, hasRecord, isUnsaved, hasFile }: SegmentUpload,
  { record: { userType } }: RecordingUpload,
): boolean {
  const isPlaceKnown = !isUnsaved || record.userType === undefined || record.userType === userType;
  return state.kind === "verified" && hasRecord && hasFile && isPlaceKnown;
}

/**
 * An open recording's record belongs to its recorder. And "ended" says that all segments have records: no
 * tab recovers such a recording, and what has no record would be deleted with the rest once it is sealed.
 */
function maySaveEnd({ record, segments }: RecordingUpload): boolean {
  if (record.state === "sealed" || record.state === "open") return false;
  return itemsOf(segments).every(({ hasRecord }) => hasRecord);
}

/** What a save has done. What it could not do, a later one tries again. */
export function takeSaved(state: UploadState, outcome: SaveOutcome, step: Step): UploadState {
  if (state.saving.kind !== "busy") return state;
  const written = new Map(outcome.segments.map((segment) => [keyOf(segment), segment]));
  const removed = new Set(outcome.removedFiles.map(keyOf));
  const recordings = state.recordings.map((recording) => {
    const { record } = recording;
    if (outcome.forgotten.includes(record.recordingId)) return forgotten(recording);
    const isSaved = outcome.recordings.includes(record);
    const saved = withSaved(recording, written, removed);
    return isSaved ? { ...saved, isUnsaved: false } : saved;
  });
  const saving: Saving = outcome.isFailed
    ? { kind: "failed", changeCount: state.changeCount, timer: step.startTimer(RETRY_MS) }
    : { kind: "idle" };
  return { ...state, recordings, saving };
}

const keyOf = ({ recordingId, sequence }: SegmentRecord) => `${recordingId}/${sequence}`;

function withSaved(
  recording: RecordingUpload,
  written: ReadonlyMap<string, SegmentRecord>,
  removed: ReadonlySet<string>,
): RecordingUpload {
  if (recording.beingSaved.length === 0) return recording;
  const changed = new Map<number, SegmentUpload>();
  const again: number[] = [];
  for (const position of new Set(recording.beingSaved)) {
    const before = itemAt(recording.segments, position);
    if (before === undefined) continue;
    const key = keyOf(before.record);
    const after: SegmentUpload = {
      ...before,
      hasRecord: before.hasRecord || written.has(key),
      // What was written may be older than what is known now.
      isUnsaved: before.isUnsaved && written.get(key) !== before.record,
      hasFile: before.hasFile && !removed.has(key),
    };
    changed.set(position, after);
    if (after.isUnsaved || mayRemove(after, recording)) again.push(position);
  }
  return {
    ...recording,
    segments: withItems(recording.segments, changed),
    beingSaved: [],
    dirty: [...recording.dirty, ...again],
  };
}

/** A stub remains: a late reading of its records must not take it for new. */
function forgotten(recording: RecordingUpload): RecordingUpload {
  return {
    ...recording,
    isUnsaved: false,
    segments: pagedList<SegmentUpload>([]),
    dirty: [],
    beingSaved: [],
  };
}
