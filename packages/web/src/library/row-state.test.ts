import { expect, test } from "vitest";
import type { RecordingSummary } from "@tapedeck/core/contract";
import { makeRecordingId } from "@tapedeck/core/ids";
import type { RecordingSnapshot } from "@tapedeck/recorder";
import { isInBucket, lengthMs, rowState, stateWord, type RowFacts } from "./row-state.ts";

const recordingId = makeRecordingId(1_795_392_000_000_000, new Uint8Array(6));
const device: RecordingSnapshot = {
  recordingId,
  storage: "opfs",
  state: "ended",
  missingMs: 0,
  isFullOfGaps: false,
  sampleCount: 40 * 48_000,
  verifiedSampleCount: 30 * 48_000,
  segmentCount: 8,
  verifiedCount: 6,
  stuckCount: 0,
  waitsFor: [],
};
const bucket: RecordingSummary = {
  id: recordingId,
  startedAt: "2026-11-25T20:00:00.000Z",
  state: "sealed",
  durationMs: 35_000,
};
const facts: RowFacts = {
  device: undefined,
  bucket: undefined,
  isHere: false,
  isPaused: false,
  isRescued: false,
  isUnreadable: false,
  isOnline: true,
};
const OFFLINE = { kind: "waiting", untilMs: 1, code: "OFFLINE" } as const;
const STUCK = { kind: "stuck", code: "SEGMENT_DAMAGED" } as const;
/** As the list gives it without the manifest's facts. */
const bare: RecordingSummary = { id: recordingId, startedAt: bucket.startedAt, state: "sealed" };

test.each<[string, Partial<RowFacts>]>([
  ["", { bucket }],
  ["", { bucket: { ...bare, state: "file" } }],
  ["", { device: { ...device, state: "sealed" } }],
  ["Recording", { isHere: true }],
  ["Recording", { device: { ...device, state: "open" }, isHere: true }],
  ["On this device", { device: { ...device, state: "open" }, isHere: true, isPaused: true }],
  ["In another tab", { device: { ...device, state: "open" } }],
  ["Uploading 6 of 8", { device }],
  ["Waits for network", { device: { ...device, waitsFor: ["OFFLINE"] } }],
  ["Waits for network", { device: { ...device, state: OFFLINE } }],
  ["Waits for network", { device, isOnline: false }],
  ["On this device", { device: { ...device, waitsFor: ["BUCKET_BLOCKED"] } }],
  ["On this device", { device: { ...device, waitsFor: ["CONNECTION_LOST", "BUCKET_BLOCKED"] } }],
  ["Waits for network", { device: { ...device, waitsFor: ["CONNECTION_LOST", "TIMEOUT"] } }],
  ["Waits for room", { device: { ...device, waitsFor: ["QUOTA_EXCEEDED"] } }],
  ["Waits for room", { device: { ...device, waitsFor: ["CONNECTION_LOST", "QUOTA_EXCEEDED"] } }],
  ["Waits for network", { device: { ...device, waitsFor: ["QUOTA_EXCEEDED"] }, isOnline: false }],
  ["Needs you", { device: { ...device, stuckCount: 1 } }],
  ["Needs you", { device: { ...device, state: STUCK } }],
  ["Needs you", { device: { ...device, waitsFor: ["NOT_SIGNED_IN"] } }],
  ["Rescued", { bucket, isRescued: true }],
  ["Rescued", { bucket: { ...bucket, isRecovered: true } }],
  ["0.4 s missing", { bucket, device: { ...device, state: "sealed", missingMs: 409 } }],
  ["", { bucket, device: { ...device, state: "sealed", missingMs: 249 } }],
  ["Damaged in your bucket", { bucket: bare }],
  ["Damaged in your bucket", { bucket, isUnreadable: true }],
  ["On another device", { bucket: { ...bare, state: "open" } }],
])("a row says “%s”", (word, over) => {
  expect(stateWord(rowState({ ...facts, ...over }))).toBe(word);
});

test("a recording that the bucket lists without facts is not damaged while this device just sealed it", () => {
  const sealedHere = { ...device, state: "sealed" as const };
  expect(rowState({ ...facts, bucket: bare, device: sealedHere }).kind).toBe("safe");
});

test("all of a recording is in the bucket once it is sealed, and not before", () => {
  expect(isInBucket({ device, bucket })).toBe(false);
  expect(isInBucket({ device: { ...device, state: "sealed" }, bucket: undefined })).toBe(true);
  expect(isInBucket({ device: undefined, bucket })).toBe(true);
  expect(isInBucket({ device: undefined, bucket: { ...bucket, state: "open" } })).toBe(false);
});

test("a length is the clock's while recording, else the bucket's, else the device's", () => {
  expect(lengthMs({ device, bucket }, 41_000)).toBe(41_000);
  expect(lengthMs({ device, bucket })).toBe(35_000);
  expect(lengthMs({ device, bucket: undefined })).toBe(40_000);
  expect(lengthMs({ device: undefined, bucket: bare })).toBeUndefined();
});
