// Every event of uploads, for tables.
import type { SegmentVerdict } from "../contract.ts";
import type { ErrorCode } from "../error-codes.ts";
import { AppError } from "../errors.ts";
import type { UploadEvent } from "../upload/event.ts";
import { SEGMENT_STATES } from "./segment-states.ts";
import { idOf, recordingRecord, segmentRecord } from "./upload-records.ts";

const recordingId = idOf(0);
const name = { recordingId, sequence: 0 };
const error = (code: ErrorCode) => new AppError(code, "scripted");

const verdict = (state: SegmentVerdict["state"], checksum?: "absent"): SegmentVerdict => ({
  sequence: 0,
  state,
  ...(checksum ? { checksum } : {}),
});
const grantOf = SEGMENT_STATES.granted.grant;
const verdicts = (...given: readonly SegmentVerdict[]): UploadEvent => ({
  kind: "verdicts-given",
  recordingId,
  sequences: [0],
  verdicts: given,
  userType: undefined,
  isServerOlder: false,
});
/** The answer to a request for grants of segment 1, which also asked about segment 0. */
const grantsWith = (...given: readonly SegmentVerdict[]): UploadEvent => ({
  kind: "granted",
  recordingId,
  sequences: [1],
  grants: [grantOf],
  asked: [0],
  verdicts: given,
  told: undefined,
  usableUntilMs: 100_000,
  isServerOlder: false,
});
const putFailed = (code: ErrorCode): UploadEvent => ({
  kind: "put-failed",
  ...name,
  error: error(code),
  hasMoved: true,
});
const hashed = (sampleCount: number): UploadEvent => ({
  kind: "hashed",
  ...name,
  found: { sampleCount, sizeBytes: 999, sha256: "found" },
});

/** By what happens: segment 0 of recording 0 is meant. */
export const UPLOAD_EVENTS = {
  "records-read": {
    kind: "records-read",
    record: recordingRecord(0),
    segments: [segmentRecord(0, 0)],
    isSaved: true,
  },
  granted: {
    kind: "granted",
    recordingId,
    sequences: [0],
    grants: [grantOf],
    asked: [],
    verdicts: [],
    told: undefined,
    usableUntilMs: 100_000,
    isServerOlder: false,
  },
  "granted, without a grant": {
    kind: "granted",
    recordingId,
    sequences: [0],
    grants: [],
    asked: [],
    verdicts: [],
    told: undefined,
    usableUntilMs: 100_000,
    isServerOlder: false,
  },
  "grants-failed": {
    kind: "grants-failed",
    recordingId,
    sequences: [0],
    asked: [],
    error: error("THROTTLED"),
  },
  "grants-failed, for ever": {
    kind: "grants-failed",
    recordingId,
    sequences: [0],
    asked: [],
    error: error("INPUT_INVALID"),
  },
  "beside grants: verified": grantsWith(verdict("verified")),
  "beside grants: missing": grantsWith(verdict("missing")),
  "beside grants: no verdict": grantsWith(),
  "beside grants: failed": {
    kind: "grants-failed",
    recordingId,
    sequences: [1],
    asked: [0],
    error: error("INPUT_INVALID"),
  },
  "put-ended": { kind: "put-ended", ...name, hasFile: true },
  "put-ended, without a file": { kind: "put-ended", ...name, hasFile: false },
  "put-failed: time helps": putFailed("CONNECTION_LOST"),
  "put-failed: it was offline": putFailed("OFFLINE"),
  "put-failed: signed out": putFailed("NOT_SIGNED_IN"),
  "put-failed: the object exists": putFailed("OBJECT_EXISTS"),
  "put-failed: refused": putFailed("UPLOAD_REFUSED"),
  "put-failed, for ever": putFailed("INPUT_INVALID"),
  hashed: hashed(96_000),
  "hashed, damaged": hashed(95_999),
  "hashed, without a file": { kind: "hashed", ...name, found: undefined },
  "hash-failed": { kind: "hash-failed", ...name, error: error("STORAGE_FAILED") },
  "verdict: verified": verdicts(verdict("verified")),
  "verdict: missing": verdicts(verdict("missing")),
  "verdict: other bytes": verdicts(verdict("mismatch")),
  "verdict: no checksum": verdicts(verdict("mismatch", "absent")),
  "verdict: none": verdicts(),
  "verify-failed": {
    kind: "verify-failed",
    recordingId,
    sequences: [0],
    error: error("THROTTLED"),
  },
  "verify-failed, for ever": {
    kind: "verify-failed",
    recordingId,
    sequences: [0],
    error: error("INPUT_INVALID"),
  },
  sealed: { kind: "sealed", recordingId, isServerOlder: true },
  "seal-failed": { kind: "seal-failed", recordingId, error: error("THROTTLED") },
  "seal-failed, for ever": { kind: "seal-failed", recordingId, error: error("INPUT_INVALID") },
  "timer-rang": { kind: "timer-rang", timer: 3 },
  "timer-rang, of an earlier wait": { kind: "timer-rang", timer: 2 },
  "woken by the network": { kind: "woken", cause: "network" },
  "woken by a session": { kind: "woken", cause: "signed-in" },
  "woken by room": { kind: "woken", cause: "room" },
  retried: { kind: "retried", segment: name },
  "retried, all": { kind: "retried", segment: undefined },
  "retried, another": { kind: "retried", segment: { recordingId, sequence: 1 } },
  "server-time-told": {
    kind: "server-time-told",
    time: { offsetMs: 0, errorMs: 0, toldAtMs: 0 },
  },
} as const satisfies Record<string, UploadEvent>;

export type UploadEventName = keyof typeof UPLOAD_EVENTS;
