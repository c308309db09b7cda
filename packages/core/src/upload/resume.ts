// What goes on again: a timer rings, a cause is gone, a person asks.
import type { SegmentName, TimerTarget } from "./event.ts";
import { resumed, type SegmentState } from "./segment-state.ts";
import {
  findRecording,
  inState,
  positionOf,
  replaceRecording,
  withSegments,
  type RecordingUpload,
  type UploadState,
} from "./upload-state.ts";
import { endsWait, type WakeCause } from "./waits.ts";

type Waiting = Extract<SegmentState, { readonly kind: "waiting" }>;

/** Ends only the wait that the timer was set for: another may have begun since. */
export function endTimer(state: UploadState, target: TimerTarget): UploadState {
  const { timer } = target;
  if (target.what === "save") {
    const isCurrent = state.saving.kind === "failed" && state.saving.timer === timer;
    return isCurrent ? { ...state, saving: { kind: "idle" } } : state;
  }
  const recording = findRecording(state, target.recordingId);
  if (recording === undefined) return state;
  switch (target.what) {
    case "hold": {
      if (recording.hold?.timer !== timer) return state;
      return replaceRecording(state, { ...recording, hold: { timer, isOver: true } });
    }
    case "seal": {
      const isCurrent = recording.seal.kind === "waiting" && recording.seal.timer === timer;
      return isCurrent ? replaceRecording(state, withoutSealWait(recording)) : state;
    }
    case "segments": {
      const positions = target.sequences.map((sequence) => positionOf(recording, sequence));
      return replaceRecording(
        state,
        endWaits(recording, positions, (waiting) => waiting.timer === timer),
      );
    }
  }
}

/** Ends the waits that the cause ends. */
export function wake(state: UploadState, cause: WakeCause): UploadState {
  const recordings = state.recordings.map((recording) => {
    const { open, segments, record } = recording;
    const waiting = open.filter((position) => segments[position]?.state.kind === "waiting");
    const woken = endWaits(recording, waiting, ({ wait }) => endsWait(cause, wait.code));
    const endsSealWait = record.wait !== undefined && endsWait(cause, record.wait.code);
    return endsSealWait ? withoutSealWait(woken) : woken;
  });
  return { ...state, recordings };
}

/** Gives all attempts back: to one segment and its recording's seal, or to everything. */
export function retry(state: UploadState, name: SegmentName | undefined): UploadState {
  const recordings = state.recordings.map((recording) => {
    const { record, open, segments } = recording;
    if (name !== undefined && name.recordingId !== record.recordingId) return recording;
    const named = open.filter((position) => {
      const upload = segments[position];
      return name === undefined || upload?.record.sequence === name.sequence;
    });
    const retried = withSegments(recording, named, (upload) => {
      const { kind } = upload.state;
      if (kind !== "waiting" && kind !== "stuck") return upload;
      return inState(upload, resumed(upload.state.next));
    });
    return withNewSeal({ ...retried, failedSeals: 0 });
  });
  return { ...state, recordings };
}

function endWaits(
  recording: RecordingUpload,
  positions: readonly number[],
  isOver: (waiting: Waiting) => boolean,
): RecordingUpload {
  const over = positions.filter((position) => {
    const state = recording.segments[position]?.state;
    return state?.kind === "waiting" && isOver(state);
  });
  if (over.length === 0) return recording;
  return withSegments(recording, over, (upload) => {
    if (upload.state.kind !== "waiting") return upload;
    return inState(upload, resumed(upload.state.next, upload.state.failedAttempts));
  });
}

function withoutSealWait(recording: RecordingUpload): RecordingUpload {
  if (recording.seal.kind !== "waiting") return recording;
  const record = { ...recording.record, wait: undefined };
  return { ...recording, record, isUnsaved: true, seal: { kind: "none" } };
}

function withNewSeal(recording: RecordingUpload): RecordingUpload {
  const { record } = recording;
  if (typeof record.state === "string") return withoutSealWait(recording);
  return { ...recording, record: { ...record, state: "ended" }, isUnsaved: true };
}
