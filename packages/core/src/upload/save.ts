// What the device is to remember and to forget. Sound is deleted here and nowhere else, and only after the
// server has verified it: see `removable` in page-facts.ts.
import type { RecordingId } from "../ids.ts";
import { itemAt, pagedList } from "../paged-list.ts";
import type { SaveCommand } from "./command.ts";
import type { SaveOutcome } from "./event.ts";
import type { RecordingRecord, SegmentRecord } from "./records.ts";
import { hasAny, positionsIn } from "./segment-list.ts";
import type { Step } from "./step.ts";
import {
  mapRecordings,
  positionOf,
  recordsAt,
  withSegments,
  type RecordingUpload,
  type Saving,
  type SegmentUpload,
  type UploadState,
} from "./upload-state.ts";

/** After a failed write. A person needs longer to free a disk; a blip of the database, less. */
const RETRY_MS = 30_000;

/** One save at a time: what changes meanwhile is in the next. */
export function scheduleSave(
  state: UploadState,
  { commands }: Pick<Step, "commands">,
): UploadState {
  const save = state.saving.kind === "idle" && planSave(state.recordings);
  if (!save) return state;
  commands.push(save);
  return { ...state, saving: { kind: "busy" } };
}

function planSave(recordings: readonly RecordingUpload[]): SaveCommand | undefined {
  const segments: SegmentRecord[] = [];
  const removeFiles: SaveCommand["removeFiles"][number][] = [];
  for (const recording of recordings) {
    const { record, segments: uploads } = recording;
    if (record.state === "sealed") continue;
    segments.push(...recordsAt(recording, positionsIn(uploads, ["unsaved"])));
    for (const position of positionsIn(uploads, ["removable"])) {
      const upload = itemAt(uploads, position);
      if (upload && isPlaceKnown(upload, record)) {
        removeFiles.push({ segment: upload.record, storage: record.storage });
      }
    }
  }
  const unsaved = recordings.filter(({ record, saved }) => record !== saved);
  const ended = unsaved.filter(maySaveEnd).map(({ record }) => record);
  const forget = unsaved.map(({ record }) => record).filter((record) => record.state === "sealed");
  const size = segments.length + removeFiles.length + ended.length + forget.length;
  if (size === 0) return undefined;
  return { kind: "save", segments, removeFiles, recordings: ended, forget };
}

/**
 * If the server found it elsewhere than where the recording began, the record has to say so first: the next
 * tab would look in the wrong place, and no file would be left to store it there.
 */
function isPlaceKnown({ record, saved }: SegmentUpload, { userType }: RecordingRecord): boolean {
  return record.userType === undefined || record.userType === (saved?.userType ?? userType);
}

/**
 * An open recording's record belongs to its recorder. And "ended" says that all segments have records: no
 * tab recovers such a recording, and what has no record would be deleted with the rest once it is sealed.
 */
function maySaveEnd({ record, segments }: RecordingUpload): boolean {
  if (record.state === "sealed" || record.state === "open") return false;
  return !hasAny(segments, ["unrecorded"]);
}

/** What a save has done. What it could not do, a later one tries again. */
export function takeSaved(state: UploadState, outcome: SaveOutcome, step: Step): UploadState {
  if (state.saving.kind !== "busy") return state;
  const saving: Saving = outcome.isFailed
    ? { kind: "failed", timer: step.startTimer(RETRY_MS) }
    : { kind: "idle" };
  return { ...mapRecordings(state, (recording) => withSaved(recording, outcome)), saving };
}

function withSaved(recording: RecordingUpload, outcome: SaveOutcome): RecordingUpload {
  const { record } = recording;
  const { recordingId } = record;
  // A stub remains: a late reading of its records must not take it for new.
  if (outcome.forgotten.includes(recordingId)) {
    return { ...recording, saved: record, segments: pagedList<SegmentUpload>([]) };
  }
  const isOurs = (each: { readonly recordingId: RecordingId }) => each.recordingId === recordingId;
  const written = new Map(outcome.segments.filter(isOurs).map((each) => [each.sequence, each]));
  const removed = new Set(outcome.removedFiles.filter(isOurs).map(({ sequence }) => sequence));
  const positions = [...written.keys(), ...removed].map((each) => positionOf(recording, each));
  return {
    ...withSegments(recording, positions, (upload) => {
      const { sequence } = upload.record;
      const saved = written.get(sequence) ?? upload.saved;
      return { ...upload, saved, hasFile: upload.hasFile && !removed.has(sequence) };
    }),
    saved: outcome.recordings.find(isOurs) ?? recording.saved,
  };
}
