import { describe, expect, test } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import type { RecordingSnapshot } from "@tapedeck/recorder";
import { leftOverOf, unreadLeftOver } from "./left-over.ts";

const [first, second] = [0, 1].map((index) =>
  makeRecordingId(1_795_392_000_000_000 + index, new Uint8Array(6)),
);
if (first === undefined || second === undefined) throw new Error("two ids are needed");

const SECOND = 48_000;

const recording = (over: Partial<RecordingSnapshot> = {}): RecordingSnapshot => ({
  recordingId: first,
  storage: "opfs",
  state: "ended",
  sampleCount: 0,
  verifiedSampleCount: 0,
  segmentCount: 0,
  verifiedCount: 0,
  stuckCount: 0,
  missingMs: 0,
  isFullOfGaps: false,
  waitsFor: [],
  ...over,
});

/** What its segments amount to: so many seconds, of which the bucket has so many. */
const sound = (seconds: number, verifiedSeconds = 0) => ({
  sampleCount: seconds * SECOND,
  verifiedSampleCount: verifiedSeconds * SECOND,
});

const idle = {
  state: "idle",
  recordingId: undefined,
  elapsedMs: 0,
  storage: undefined,
  storageLasts: true,
  safety: "in-bucket",
  recordings: [],
} as const;

describe("the sound that signing out would leave on the device", () => {
  test("is nothing when every recording is sealed, or there is none", () => {
    expect(leftOverOf(idle)).toBeUndefined();
    const sealed = { recordings: [recording({ state: "sealed", ...sound(5, 5) })] };
    expect(leftOverOf({ ...idle, ...sealed })).toBeUndefined();
  });

  test("is every unverified segment of every unsealed recording", () => {
    const left = leftOverOf({
      ...idle,
      safety: "on-device",
      recordings: [
        recording(sound(20, 5)),
        recording({
          recordingId: second,
          state: { kind: "waiting", untilMs: 1, code: "OFFLINE" },
          stuckCount: 1,
          ...sound(9),
        }),
      ],
    });
    expect(left).toMatchObject({ unsentMs: 24_000, isStuck: true, isRecording: false });
    expect(left?.recordings).toHaveLength(2);
  });

  test("tells that some of it waits for room in the bucket", () => {
    const noRoom = recording({ ...sound(9), waitsFor: ["QUOTA_EXCEEDED"] });
    const left = leftOverOf({ ...idle, safety: "stuck", recordings: [noRoom] });
    expect(left).toMatchObject({ waitsForRoom: true, isStuck: false });
  });

  test.each<Partial<RecordingSnapshot>>([
    { waitsFor: ["NOT_SIGNED_IN"] },
    { state: { kind: "waiting", untilMs: 1, code: "TOKEN_REFUSED" } },
  ])("tells that some of it waits for a sign-in (%#)", (waits) => {
    const left = (over: Partial<RecordingSnapshot>) =>
      leftOverOf({
        ...idle,
        safety: "may-be-forgotten",
        recordings: [recording({ ...sound(9), ...over })],
      });
    expect(left(waits)?.waitsForSignIn).toBe(true);
    expect(left({ waitsFor: ["OFFLINE"] })?.waitsForSignIn).toBe(false);
  });

  test("includes the open segment of the running recording", () => {
    const left = leftOverOf({
      ...idle,
      state: "recording",
      recordingId: first,
      elapsedMs: 12_000,
      safety: "recording",
      storage: "opfs",
      recordings: [recording({ state: "open", ...sound(10, 5) })],
    });
    expect(left).toMatchObject({
      unsentMs: 7_000,
      isRecording: true,
      isRecordingElsewhere: false,
      isInMemory: false,
    });
  });

  test("is known before the first segment is closed, in a browser without storage too", () => {
    const running = {
      ...idle,
      state: "recording",
      recordingId: first,
      elapsedMs: 3_000,
      safety: "recording",
      storage: "memory",
    } as const;
    expect(leftOverOf(running)).toMatchObject({ unsentMs: 3_000, isInMemory: true });
  });

  test("may be forgotten where storage is not known to last", () => {
    const kept = { ...idle, recordings: [recording(sound(5))] };
    expect(leftOverOf({ ...kept, safety: "on-device" })?.mayBeForgotten).toBe(false);
    const unproven = { ...kept, storageLasts: false, safety: "may-be-forgotten" } as const;
    expect(leftOverOf(unproven)?.mayBeForgotten).toBe(true);
    expect(unreadLeftOver(unproven).mayBeForgotten).toBe(true);
  });

  test("includes the recording of another tab", () => {
    const left = leftOverOf({
      ...idle,
      safety: "on-device",
      recordings: [recording({ state: "open", ...sound(5) })],
    });
    expect(left).toMatchObject({ unsentMs: 5_000, isRecordingElsewhere: true, isRecording: false });
  });

  test("is 0 ms, but not nothing, when only the manifest is missing", () => {
    const left = leftOverOf({
      ...idle,
      safety: "on-device",
      recordings: [recording(sound(5, 5))],
    });
    expect(left).toMatchObject({ unsentMs: 0, mayBeMore: false });
  });

  test("is of unknown length for a recording that was cut off before its first segment was closed", () => {
    expect(leftOverOf({ ...idle, safety: "on-device" })).toMatchObject({ mayBeMore: true });
  });
});
