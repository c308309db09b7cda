// What the API is asked: for grants, for verdicts and for manifests.
import { RECORDER_LIMITS } from "../limits.ts";
import { itemAt } from "../paged-list.ts";
import { reportOf } from "./bucket-watch.ts";
import { sealFailed } from "./failures.ts";
import { firstIn, hasAny, OPEN_KINDS, userTypeIn } from "./segment-list.ts";
import { attemptsOf, type SegmentState } from "./segment-state.ts";
import { isUsable, MAX_PUTS } from "./start.ts";
import type { Step } from "./step.ts";
import {
  inState,
  mapRecordings,
  recordsAt,
  replaceRecording,
  segmentRecordsOf,
  withSegments,
  type RecordingUpload,
  type UploadState,
} from "./upload-state.ts";

/**
 * While a recording goes on, the next request for grants verifies what is stored: it comes within 10 s where
 * segments have that length, as most have. Where it does not, after a pause or with longer segments, this
 * is how long verifying waits for it.
 */
const HOLD_MS = 12_000;

/**
 * Asks when fewer grants are left than can be used at once, and then for as many as one call may name: a
 * backlog takes few calls, and no grant lies about until it has expired.
 */
export function requestGrants(state: UploadState, step: Step): UploadState {
  if (isAnyIn(state, "requested")) return state;
  let unused = 0;
  for (const recording of state.recordings) {
    const { segments } = recording;
    unused += firstIn(segments, ["granted"], MAX_PUTS, (each) => isUsable(each.state, step)).length;
    if (unused >= MAX_PUTS) return state;
    // One whose grant was not used in time needs another.
    const batch = firstIn(
      segments,
      ["journaled", "granted"],
      RECORDER_LIMITS.segmentsPerCall,
      (each) => !isUsable(each.state, step),
    );
    if (batch.length > 0) return requestFor(state, recording, batch, step);
  }
  return state;
}

function requestFor(
  state: UploadState,
  recording: RecordingUpload,
  batch: readonly number[],
  { nowMs, commands }: Step,
): UploadState {
  const { isServerOlder } = state;
  const asked = isServerOlder ? [] : uploadedOf(recording);
  commands.push({
    kind: "request-grants",
    recordingId: recording.record.recordingId,
    segments: recordsAt(recording, batch),
    verify: recordsAt(recording, asked),
    userType: userTypeOf(recording),
    refused: reportOf(state.bucket, nowMs),
    isServerOlder,
  });
  const requesting = moved(recording, batch, "requested");
  return replaceRecording(state, moved(requesting, asked, "verifying"));
}

/** Asks about many at once: when a call is full, or nothing else of the recording moves. */
export function startVerifying(state: UploadState, step: Step): UploadState {
  let isAsking = isAnyIn(state, "verifying");
  return mapRecordings(state, (recording) => {
    if (isAsking) return recording;
    const { record, segments, hold } = recording;
    const uploaded = uploadedOf(recording);
    if (uploaded.length === 0) return hold ? { ...recording, hold: undefined } : recording;
    if (uploaded.length < RECORDER_LIMITS.segmentsPerCall) {
      if (hasAny(segments, ON_THE_MOVE)) return recording;
      if (record.state === "open" && !state.isServerOlder && !hold?.isOver) {
        return hold
          ? recording
          : { ...recording, hold: { timer: step.startTimer(HOLD_MS), isOver: false } };
      }
    }
    isAsking = true;
    step.commands.push({
      kind: "verify",
      recordingId: record.recordingId,
      segments: recordsAt(recording, uploaded),
      userType: userTypeOf(recording),
      isServerOlder: state.isServerOlder,
    });
    return moved(recording, uploaded, "verifying");
  });
}

export function startSealing(state: UploadState, step: Step): UploadState {
  return mapRecordings(state, (recording) => {
    const { record, segments, seal } = recording;
    const isOpen = hasAny(segments, OPEN_KINDS);
    if (record.state !== "ended" || isOpen || seal.kind !== "none") return recording;
    const last = itemAt(segments, segments.length - 1);
    // Pressed by mistake: there is no sound, and nothing to be listed.
    if (last === undefined) return { ...recording, record: { ...record, state: "sealed" } };
    if (last.record.sequence >= segments.length) {
      // One is left out: the manifest would have a hole.
      return sealFailed(recording, { code: "RECORDING_INCOMPLETE" }, step);
    }
    step.commands.push({
      kind: "seal",
      record,
      segments: segmentRecordsOf(recording),
      userType: userTypeOf(recording),
      isServerOlder: state.isServerOlder,
    });
    return { ...recording, seal: { kind: "asking" } };
  });
}

function isAnyIn({ recordings }: UploadState, kind: "requested" | "verifying"): boolean {
  return recordings.some(({ segments }) => hasAny(segments, [kind]));
}

function moved(
  recording: RecordingUpload,
  positions: readonly number[],
  kind: "requested" | "verifying",
): RecordingUpload {
  return withSegments(recording, positions, (upload) =>
    inState(upload, { kind, failedAttempts: attemptsOf(upload.state) }),
  );
}

/** Positions of those that S3 says to have, as many as one call may name. */
function uploadedOf({ segments }: RecordingUpload): readonly number[] {
  return firstIn(segments, ["uploaded"], RECORDER_LIMITS.segmentsPerCall);
}

const ON_THE_MOVE: readonly SegmentState["kind"][] = [
  "journaled",
  "unhashed",
  "hashing",
  "requested",
  "granted",
  "uploading",
];

/** Where the server found segments of it, or let them be stored, or it began: a hint for every call. */
function userTypeOf({ record, segments }: RecordingUpload): string | undefined {
  return userTypeIn(segments) ?? record.userType;
}
