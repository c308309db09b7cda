// What follows from the answers of the API, of S3 and of the device's own files.
import { AppError } from "../errors.ts";
import type { RecordingId } from "../ids.ts";
import { apiAnswered, uploadFailed, uploadStored } from "./bucket-watch.ts";
import type { UploadCommand } from "./command.ts";
import type { UploadEvent } from "./event.ts";
import { failSegments } from "./failures.ts";
import type { SegmentState } from "./segment-state.ts";
import {
  findRecording,
  foundUnder,
  inState,
  positionOf,
  replaceRecording,
  withSegments,
  type RecordingUpload,
  type SegmentUpload,
  type UploadState,
} from "./upload-state.ts";
import { backToUploaded, takeVerdicts } from "./verdicts.ts";
import type { Moment } from "./waits.ts";

type Step = readonly [UploadState, readonly UploadCommand[]];
type Event<Kind extends UploadEvent["kind"]> = Extract<UploadEvent, { readonly kind: Kind }>;

export function takeGrants(state: UploadState, event: Event<"granted">, moment: Moment): Step {
  const { recordingId, sequences, grants, usableUntilMs, isServerOlder } = event;
  if (!isAwaited(state, recordingId, sequences, "requested")) return [state, []];
  const told = isServerOlder ? undefined : event.told;
  const bucket = apiAnswered(state.bucket, told, moment.nowMs);
  const answered: UploadState = { ...state, bucket, isServerOlder, isRequesting: false };
  if (grants.length !== sequences.length) {
    const why = `Asked for ${sequences.length} grants, got ${grants.length}.`;
    const error = new AppError("INTERNAL", why);
    return failGrants(answered, { ...event, kind: "grants-failed", error }, moment);
  }
  const grantOf = new Map(sequences.map((sequence, index) => [sequence, grants[index]]));
  const granted = change(answered, recordingId, sequences, (upload) => {
    const grant = grantOf.get(upload.record.sequence);
    if (grant === undefined || upload.state.kind !== "requested") return upload;
    const { failedAttempts } = upload.state;
    return inState(foundUnder(upload, grant.userType), {
      kind: "granted",
      grant,
      usableUntilMs,
      failedAttempts,
    });
  });
  const answer = {
    verdicts: event.verdicts,
    userType: grants[0]?.userType,
    // S3 could not be asked just now.
    withoutVerdict: "ask-later",
  } as const;
  return takeVerdicts(granted, recordingId, event.asked, answer, moment);
}

export function failGrants(
  state: UploadState,
  event: Event<"grants-failed">,
  moment: Moment,
): Step {
  const { recordingId, sequences, asked, error } = event;
  if (!isAwaited(state, recordingId, sequences, "requested")) return [state, []];
  const idle = ofRecording({ ...state, isRequesting: false }, recordingId, (now, recording) => [
    backToUploaded(now, recording, positionsOf(recording, asked)),
    [],
  ]);
  return fail(idle[0], recordingId, sequences, { from: "requested", error, moment });
}

export function takePutEnd(state: UploadState, event: Event<"put-ended">): Step {
  const { recordingId, sequence, hasFile } = event;
  if (!isAwaited(state, recordingId, [sequence], "uploading")) return [state, []];
  const bucket = hasFile ? uploadStored(state.bucket) : state.bucket;
  const ended = { ...state, bucket, putCount: state.putCount - 1 };
  return [
    change(ended, recordingId, [sequence], (upload) => ({
      ...inState(upload, { kind: "uploaded", failedAttempts: 0 }),
      hasFile,
    })),
    [],
  ];
}

export function failPut(state: UploadState, event: Event<"put-failed">, moment: Moment): Step {
  const { recordingId, sequence } = event;
  if (!isAwaited(state, recordingId, [sequence], "uploading")) return [state, []];
  const [bucket, error] = uploadFailed(state.bucket, event.error, event.hasMoved);
  const ended = { ...state, bucket, putCount: state.putCount - 1 };
  return fail(ended, recordingId, [sequence], { from: "uploading", error, moment });
}

export function takeHash(state: UploadState, event: Event<"hashed">): Step {
  const { recordingId, sequence, found } = event;
  if (!isAwaited(state, recordingId, [sequence], "hashing")) return [state, []];
  const hashed = { ...state, hashCount: state.hashCount - 1 };
  return [
    change(hashed, recordingId, [sequence], (upload) => {
      if (upload.state.kind !== "hashing") return upload;
      const { failedAttempts } = upload.state;
      if (found === undefined) return inState(upload, { kind: "journaled", failedAttempts });
      if (found.sampleCount !== upload.record.sampleCount) {
        // Damaged on the device. What is left must not pass for the whole: the file would be deleted.
        return inState(upload, { kind: "stuck", next: "unhashed", code: "SEGMENT_DAMAGED" });
      }
      const { sizeBytes, sha256 } = found;
      const named = { ...upload, record: { ...upload.record, sizeBytes, sha256 }, isUnsaved: true };
      return inState(named, { kind: "journaled", failedAttempts });
    }),
    [],
  ];
}

export function failHash(state: UploadState, event: Event<"hash-failed">, moment: Moment): Step {
  const { recordingId, sequence, error } = event;
  if (!isAwaited(state, recordingId, [sequence], "hashing")) return [state, []];
  const ended = { ...state, hashCount: state.hashCount - 1 };
  return fail(ended, recordingId, [sequence], { from: "hashing", error, moment });
}

export function failVerify(
  state: UploadState,
  event: Event<"verify-failed">,
  moment: Moment,
): Step {
  const { recordingId, sequences, error } = event;
  if (!isAwaited(state, recordingId, sequences, "verifying")) return [state, []];
  const idle = { ...state, isVerifying: false };
  return fail(idle, recordingId, sequences, { from: "verifying", error, moment });
}

/** Of a question about verdicts alone. */
export function takeVerify(
  state: UploadState,
  event: Event<"verdicts-given">,
  moment: Moment,
): Step {
  const { recordingId, sequences, verdicts, userType, isServerOlder } = event;
  if (!isAwaited(state, recordingId, sequences, "verifying")) return [state, []];
  const answer = { verdicts, userType, withoutVerdict: "failure" } as const;
  const idle = { ...state, isVerifying: false, isServerOlder };
  return takeVerdicts(idle, recordingId, sequences, answer, moment);
}

/** @param failure.from - the step that failed: a segment that is elsewhere has nothing to do with it */
function fail(
  state: UploadState,
  recordingId: RecordingId,
  sequences: readonly number[],
  failure: {
    readonly from: SegmentState["kind"];
    readonly error: AppError;
    readonly moment: Moment;
  },
): Step {
  const { from, error, moment } = failure;
  return ofRecording(state, recordingId, (now, recording) => {
    const positions = positionsOf(recording, sequences).filter(
      (position) => recording.segments[position]?.state.kind === from,
    );
    return failSegments(now, recording, positions, error, moment);
  });
}

/** Whether a segment of these is in the state that an answer ends. One that comes twice finds none. */
function isAwaited(
  state: UploadState,
  recordingId: RecordingId,
  sequences: readonly number[],
  kind: SegmentState["kind"],
): boolean {
  const recording = findRecording(state, recordingId);
  if (recording === undefined) return false;
  return positionsOf(recording, sequences).some(
    (position) => recording.segments[position]?.state.kind === kind,
  );
}

/** An event about a recording that is not known changes nothing more. */
export function ofRecording(
  state: UploadState,
  recordingId: RecordingId,
  step: (state: UploadState, recording: RecordingUpload) => Step,
): Step {
  const recording = findRecording(state, recordingId);
  return recording === undefined ? [state, []] : step(state, recording);
}

function change(
  state: UploadState,
  recordingId: RecordingId,
  sequences: readonly number[],
  each: (upload: SegmentUpload) => SegmentUpload,
): UploadState {
  const recording = findRecording(state, recordingId);
  if (recording === undefined) return state;
  const changed = withSegments(recording, positionsOf(recording, sequences), each);
  return replaceRecording(state, changed);
}

function positionsOf(recording: RecordingUpload, sequences: readonly number[]): readonly number[] {
  return sequences.map((sequence) => positionOf(recording, sequence));
}
