// What follows from a step that failed: each segment waits, is asked about, is hashed anew, or is stuck.
import type { ErrorCode } from "../error-codes.ts";
import type { AppError } from "../errors.ts";
import { decideRetry } from "../retry.ts";
import type { UploadCommand } from "./command.ts";
import { attemptsOf, resumePoint, type ResumePoint, type SegmentState } from "./segment-state.ts";
import {
  inState,
  replaceRecording,
  withSegments,
  type RecordingUpload,
  type SegmentUpload,
  type UploadState,
} from "./upload-state.ts";
import { decide, waitOf, type Moment, type PlannedWait } from "./waits.ts";

type Step = readonly [UploadState, readonly UploadCommand[]];

/** A step failed for all of them. Those that wait equally long share a timer, and the next call. */
export function failSegments(
  state: UploadState,
  recording: RecordingUpload,
  positions: readonly number[],
  error: AppError,
  moment: Moment,
): Step {
  return settle(state, recording, positions, (upload, timerOf) =>
    afterFailure(upload, error, moment, timerOf),
  );
}

/** S3 has nothing of them: something else answered the PUT, or the object is gone again. */
export function missSegments(
  state: UploadState,
  recording: RecordingUpload,
  positions: readonly number[],
  moment: Moment,
): Step {
  return settle(state, recording, positions, (upload, timerOf) => {
    const code: ErrorCode = upload.hasFile ? "BUCKET_BLOCKED" : "SEGMENT_MISSING";
    // Each "stored" was progress and began the attempts anew; so misses are counted apart.
    const attempt = upload.missCount;
    const { random01 } = moment;
    const wait = waitOf(decideRetry({ code, attempt, online: true, random01 }), code);
    const missed = { ...upload, missCount: upload.missCount + 1 };
    if (wait === undefined) return inState(missed, { kind: "journaled", failedAttempts: 0 });
    return inState(missed, waiting(upload.state, "journaled", wait, moment, timerOf(wait.inMs)));
  });
}

function afterFailure(
  upload: SegmentUpload,
  error: AppError,
  moment: Moment,
  timerOf: (inMs: number) => number,
): SegmentUpload {
  const { state } = upload;
  if (state.kind === "verified") return upload;
  const { code } = error;
  const decision = decide(error, attemptsOf(state), moment);
  if (decision.kind === "verify") return inState(upload, { kind: "uploaded", failedAttempts: 0 });
  const next = decision.kind === "rehash" ? "unhashed" : resumePoint(state);
  const wait = waitOf(decision, code);
  if (wait === undefined) return inState(upload, { kind: "stuck", next, code });
  return inState(upload, waiting(state, next, wait, moment, timerOf(wait.inMs)));
}

function waiting(
  state: SegmentState,
  next: ResumePoint,
  { code, inMs, counts }: PlannedWait,
  { nowMs }: Moment,
  timer: number,
): SegmentState {
  const failedAttempts = attemptsOf(state) + (counts ? 1 : 0);
  return { kind: "waiting", next, wait: { untilMs: nowMs + inMs, code }, timer, failedAttempts };
}

function settle(
  state: UploadState,
  recording: RecordingUpload,
  positions: readonly number[],
  change: (upload: SegmentUpload, timerOf: (inMs: number) => number) => SegmentUpload,
): Step {
  const { recordingId } = recording.record;
  let { nextTimer } = state;
  const timers = new Map<number, { readonly timer: number; readonly sequences: number[] }>();
  const changed = withSegments(recording, positions, (upload) =>
    change(upload, (inMs) => {
      const known = timers.get(inMs) ?? { timer: nextTimer++, sequences: [] };
      known.sequences.push(upload.record.sequence);
      timers.set(inMs, known);
      return known.timer;
    }),
  );
  const commands = [...timers].map(([inMs, { timer, sequences }]): UploadCommand => {
    const target = { what: "segments", recordingId, sequences, timer } as const;
    return { kind: "start-timer", inMs, target };
  });
  return [{ ...replaceRecording(state, changed), nextTimer }, commands];
}

/** The manifest was refused, or the call for it failed. */
export function failSeal(
  state: UploadState,
  recording: RecordingUpload,
  error: AppError,
  moment: Moment,
): Step {
  if (recording.seal.kind !== "asking") return [state, []];
  const { record, failedSeals } = recording;
  const { code } = error;
  const wait = waitOf(decide(error, failedSeals, moment), code);
  if (wait === undefined) {
    const stuck: RecordingUpload = {
      ...recording,
      record: { ...record, state: { kind: "stuck", code }, wait: undefined },
      isUnsaved: true,
      seal: { kind: "none" },
    };
    return [replaceRecording(state, stuck), []];
  }
  const timer = state.nextTimer;
  const waitingForSeal: RecordingUpload = {
    ...recording,
    record: { ...record, wait: { untilMs: moment.nowMs + wait.inMs, code: wait.code } },
    isUnsaved: true,
    seal: { kind: "waiting", timer },
    failedSeals: failedSeals + (wait.counts ? 1 : 0),
  };
  const target = { what: "seal", recordingId: record.recordingId, timer } as const;
  return [
    { ...replaceRecording(state, waitingForSeal), nextTimer: timer + 1 },
    [{ kind: "start-timer", inMs: wait.inMs, target }],
  ];
}
