// What follows from the answers of the API, of S3 and of the device's own files.
import { AppError } from "../errors.ts";
import type { RecordingId } from "../ids.ts";
import { apiAnswered, uploadFailed, uploadStored } from "./bucket-watch.ts";
import type { UploadCommand } from "./command.ts";
import type { UploadEvent } from "./event.ts";
import { failSegments } from "./failures.ts";
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
  const idle = ofRecording({ ...state, isRequesting: false }, recordingId, (now, recording) => [
    backToUploaded(now, recording, positionsOf(recording, asked)),
    [],
  ]);
  return fail(idle[0], recordingId, sequences, error, moment);
}

export function takePutEnd(state: UploadState, event: Event<"put-ended">): Step {
  const { recordingId, sequence, hasFile } = event;
  const bucket = hasFile ? uploadStored(state.bucket) : state.bucket;
  const ended = { ...state, bucket, putCount: state.putCount - 1 };
  return [
    change(ended, recordingId, [sequence], (upload) =>
      upload.state.kind === "uploading"
        ? { ...inState(upload, { kind: "uploaded", failedAttempts: 0 }), hasFile }
        : upload,
    ),
    [],
  ];
}

export function failPut(state: UploadState, event: Event<"put-failed">, moment: Moment): Step {
  const { recordingId, sequence } = event;
  const [bucket, error] = uploadFailed(state.bucket, event.error, event.hasMoved);
  const ended = { ...state, bucket, putCount: state.putCount - 1 };
  return fail(ended, recordingId, [sequence], error, moment);
}

export function takeHash(state: UploadState, event: Event<"hashed">): Step {
  const { recordingId, sequence, found } = event;
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
  const ended = { ...state, hashCount: state.hashCount - 1 };
  return fail(ended, event.recordingId, [event.sequence], event.error, moment);
}

export function fail(
  state: UploadState,
  recordingId: RecordingId,
  sequences: readonly number[],
  error: AppError,
  moment: Moment,
): Step {
  return ofRecording(state, recordingId, (now, recording) =>
    failSegments(now, recording, positionsOf(recording, sequences), error, moment),
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
