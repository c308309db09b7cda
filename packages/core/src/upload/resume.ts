// What goes on again: a timer rings, a cause is gone, a person asks.
import type { SegmentName } from "./event.ts";
import type { Wait } from "./records.ts";
import { positionsIn } from "./segment-list.ts";
import { resumed } from "./segment-state.ts";
import {
  inState,
  mapRecordings,
  positionOf,
  withSegments,
  type RecordingUpload,
  type UploadState,
} from "./upload-state.ts";
import { waitForRoomOf } from "./wait-for-room.ts";
import { endsWait, type WakeCause } from "./waits.ts";

/** Ends only the waits that the timer was started for: others may have begun since. */
export function endTimer(before: UploadState, timer: number): UploadState {
  const state = endWaits(before, (_wait, itsTimer) => itsTimer === timer);
  const { saving } = state;
  const isSaveDue = saving.kind === "failed" && saving.timer === timer;
  return {
    ...mapRecordings(state, (recording) =>
      recording.hold?.timer === timer ? { ...recording, hold: { timer, isOver: true } } : recording,
    ),
    saving: isSaveDue ? { kind: "idle" } : saving,
  };
}

export function wake(state: UploadState, cause: WakeCause): UploadState {
  return endWaits(state, ({ code }) => endsWait(cause, code));
}

function endWaits(state: UploadState, isOver: (wait: Wait, timer: number) => boolean): UploadState {
  return mapRecordings(state, (recording) => {
    const { segments, record, seal } = recording;
    const woken = withSegments(recording, positionsIn(segments, ["waiting"]), (upload) => {
      if (upload.state.kind !== "waiting") return upload;
      const { next, wait, timer, failedAttempts } = upload.state;
      return isOver(wait, timer) ? inState(upload, resumed(next, failedAttempts)) : upload;
    });
    const isSealDue = seal.kind === "waiting" && record.wait && isOver(record.wait, seal.timer);
    return isSealDue ? withoutSealWait(woken) : woken;
  });
}

/**
 * Gives all attempts back: to one segment and its recording's seal, or to everything. Of a recording that waits for
 * room, no segment can go on without the others.
 */
export function retry(state: UploadState, name: SegmentName | undefined): UploadState {
  return mapRecordings(state, (recording) => {
    const { record, segments } = recording;
    if (name !== undefined && name.recordingId !== record.recordingId) return recording;
    const named =
      name === undefined || waitForRoomOf(recording) !== undefined
        ? positionsIn(segments, ["waiting", "stuck"])
        : [positionOf(recording, name.sequence)];
    const retried = withSegments(recording, named, (upload) => {
      const { kind } = upload.state;
      if (kind !== "waiting" && kind !== "stuck") return upload;
      return inState(upload, resumed(upload.state.next));
    });
    return withNewSeal({ ...retried, failedSeals: 0 });
  });
}

function withoutSealWait(recording: RecordingUpload): RecordingUpload {
  if (recording.seal.kind !== "waiting") return recording;
  const record = { ...recording.record, wait: undefined };
  return { ...recording, record, seal: { kind: "none" } };
}

function withNewSeal(recording: RecordingUpload): RecordingUpload {
  const { record } = recording;
  if (typeof record.state === "string") return withoutSealWait(recording);
  return { ...recording, record: { ...record, state: "ended" } };
}
