// What follows from a step that failed: a segment waits, is asked about, is hashed anew, or is stuck; and a
// manifest waits or is stuck.
import { attemptsOf, resumed, resumePoint } from "./segment-state.ts";
import type { Step } from "./step.ts";
import { inState, type RecordingUpload, type SegmentUpload } from "./upload-state.ts";
import { decide, type Failure } from "./waits.ts";

/** @param attempt - failures of the kind that the wait grows with */
export function failed(
  upload: SegmentUpload,
  failure: Failure,
  step: Step,
  attempt = attemptsOf(upload.state),
): SegmentUpload {
  const { state } = upload;
  const { kind, begun } = decide(failure, attempt, step);
  if (kind === "verify") return inState(upload, resumed("uploaded"));
  const next = kind === "rehash" ? "unhashed" : resumePoint(state);
  if (begun === undefined) return inState(upload, { kind: "stuck", next, code: failure.code });
  const { wait, timer, counts } = begun;
  const failedAttempts = attemptsOf(state) + counts;
  return inState(upload, { kind: "waiting", next, wait, timer, failedAttempts });
}

/** S3 has nothing of it: something else answered the PUT, or the object is gone again. */
export function missed(upload: SegmentUpload, step: Step): SegmentUpload {
  const { missCount, hasFile } = upload;
  const toUpload = resumed("journaled", attemptsOf(upload.state));
  const code = hasFile ? "BUCKET_BLOCKED" : "SEGMENT_MISSING";
  // Each "stored" was progress and began the attempts anew; so misses are counted apart.
  const missing = { ...upload, state: toUpload, missCount: missCount + 1 };
  return failed(missing, { code }, step, missCount);
}

/** The manifest was refused, cannot be asked for, or the call for it failed. */
export function sealFailed(
  recording: RecordingUpload,
  failure: Failure,
  step: Step,
): RecordingUpload {
  const { record, failedSeals } = recording;
  const { begun } = decide(failure, failedSeals, step);
  if (begun === undefined) {
    const state = { kind: "stuck", code: failure.code } as const;
    const stuck = { ...record, state, wait: undefined };
    return { ...recording, record: stuck, seal: { kind: "none" } };
  }
  const { wait, timer, counts } = begun;
  return {
    ...recording,
    record: { ...record, wait },
    seal: { kind: "waiting", timer },
    failedSeals: failedSeals + counts,
  };
}
