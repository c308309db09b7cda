// What follows from the answers of the API, of S3 and of the device's own files.
import { apiAnswered, uploadFailed, uploadStored } from "./bucket-watch.ts";
import type { UploadEvent } from "./event.ts";
import { failed } from "./failures.ts";
import { attemptsOf, resumed } from "./segment-state.ts";
import { settle } from "./settle.ts";
import type { Step } from "./step.ts";
import { foundUnder, inState, type SegmentUpload, type UploadState } from "./upload-state.ts";
import { askedLater, judged } from "./verdicts.ts";

type Event<Kind extends UploadEvent["kind"]> = Extract<UploadEvent, { readonly kind: Kind }>;

/** An answer breaks its contract. */
const BROKEN = { code: "INTERNAL" } as const;

export function takeGrants(state: UploadState, event: Event<"granted">, step: Step): UploadState {
  const { recordingId, sequences, asked, grants, verdicts, usableUntilMs, isServerOlder } = event;
  const told = isServerOlder ? undefined : event.told;
  const grantOf = new Map(sequences.map((sequence, index) => [sequence, grants[index]]));
  const granted = settle(
    state,
    event,
    "requested",
    (upload) => {
      const grant = grantOf.get(upload.record.sequence);
      // Where one is missing, each may be another segment's.
      if (!grant || grants.length !== sequences.length) return failed(upload, BROKEN, step);
      const failedAttempts = attemptsOf(upload.state);
      const placed = foundUnder(upload, grant.userType);
      return inState(placed, { kind: "granted", grant, usableUntilMs, failedAttempts });
    },
    { bucket: apiAnswered(state.bucket, told, step.nowMs), isServerOlder },
  );
  // A verdict is missing where S3 could not be asked just now.
  const answer = { verdicts, userType: grants[0]?.userType, lacking: askedLater };
  return settle(granted, { recordingId, sequences: asked }, "verifying", (upload) =>
    judged(upload, answer, step),
  );
}

export function failGrants(
  state: UploadState,
  event: Event<"grants-failed">,
  step: Step,
): UploadState {
  const { recordingId, asked, error } = event;
  const idle = settle(state, { recordingId, sequences: asked }, "verifying", askedLater);
  return settle(idle, event, "requested", (upload) => failed(upload, error, step));
}

export function takePutEnd(state: UploadState, event: Event<"put-ended">): UploadState {
  const { hasFile } = event;
  const bucket = hasFile ? uploadStored(state.bucket) : state.bucket;
  const change = (upload: SegmentUpload) => ({ ...inState(upload, resumed("uploaded")), hasFile });
  return settle(state, event, "uploading", change, { bucket });
}

export function failPut(state: UploadState, event: Event<"put-failed">, step: Step): UploadState {
  const [bucket, failure] = uploadFailed(state.bucket, event.error, event.hasMoved);
  const change = (upload: SegmentUpload) => failed(upload, failure, step);
  return settle(state, event, "uploading", change, { bucket });
}

export function takeHash(state: UploadState, event: Event<"hashed">): UploadState {
  return settle(state, event, "hashing", (upload) => {
    const { found } = event;
    const toUpload = resumed("journaled", attemptsOf(upload.state));
    if (found === undefined) return inState(upload, toUpload);
    const { sampleCount, sizeBytes, sha256 } = found;
    if (sampleCount !== upload.record.sampleCount) {
      // Damaged on the device. What is left must not pass for the whole: the file would be deleted.
      return inState(upload, { kind: "stuck", next: "unhashed", code: "SEGMENT_DAMAGED" });
    }
    return inState({ ...upload, record: { ...upload.record, sizeBytes, sha256 } }, toUpload);
  });
}

/** Of a question about verdicts alone. */
export function takeVerify(
  state: UploadState,
  event: Event<"verdicts-given">,
  step: Step,
): UploadState {
  const { isServerOlder } = event;
  const lacking = (upload: SegmentUpload) => failed(upload, BROKEN, step);
  const change = (upload: SegmentUpload) => judged(upload, { ...event, lacking }, step);
  return settle(state, event, "verifying", change, { isServerOlder });
}
