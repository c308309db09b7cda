import { describe, expect, test } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import type { RecordingSnapshot, SegmentSnapshot } from "@tapedeck/recorder/snapshot";
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
  segmentCount: 0,
  verifiedCount: 0,
  ...over,
});

const segment = (
  seconds: number,
  status: SegmentSnapshot["status"]["kind"],
  recordingId = first,
): SegmentSnapshot =>
  ({
    recordingId,
    sampleCount: seconds * SECOND,
    status: { kind: status },
  }) as SegmentSnapshot;

const idle = {
  state: "idle",
  recordingId: undefined,
  elapsedMs: 0,
  storage: undefined,
  storageLasts: true,
  safety: "in-bucket",
  recordings: [],
  segments: [],
} as const;

describe("what signing out would leave on the device", () => {
  test("is nothing when all of it is sealed, or nothing was recorded", () => {
    expect(leftOverOf(idle)).toBeUndefined();
    const sealed = {
      recordings: [recording({ state: "sealed" })],
      segments: [segment(5, "verified")],
    };
    expect(leftOverOf({ ...idle, ...sealed })).toBeUndefined();
  });

  test("is each segment that the server has not verified, of every recording that is not sealed", () => {
    const left = leftOverOf({
      ...idle,
      safety: "on-device",
      recordings: [
        recording(),
        recording({ recordingId: second, state: { kind: "waiting", untilMs: 1, code: "OFFLINE" } }),
      ],
      segments: [
        segment(5, "verified"),
        segment(5, "uploaded"),
        segment(5, "uploading"),
        segment(5, "waiting"),
        segment(5, "journaled", second),
        segment(4, "stuck", second),
      ],
    });
    expect(left).toMatchObject({ unsentMs: 24_000, isStuck: true, isRecording: false });
    expect(left?.recordings).toHaveLength(2);
  });

  test("counts the segment of the running recording that is not closed yet", () => {
    const left = leftOverOf({
      ...idle,
      state: "recording",
      recordingId: first,
      elapsedMs: 12_000,
      safety: "recording",
      storage: "opfs",
      recordings: [recording({ state: "open" })],
      segments: [segment(5, "verified"), segment(5, "journaled")],
    });
    expect(left).toMatchObject({
      unsentMs: 7_000,
      isRecording: true,
      isRecordingElsewhere: false,
      isInMemory: false,
    });
  });

  test("is told before the first segment is closed, and where the browser keeps none", () => {
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

  test("says that the browser may forget it where storage is not known to last", () => {
    const kept = { ...idle, recordings: [recording()], segments: [segment(5, "journaled")] };
    expect(leftOverOf({ ...kept, safety: "on-device" })?.mayBeForgotten).toBe(false);
    const unproven = { ...kept, storageLasts: false, safety: "may-be-forgotten" } as const;
    expect(leftOverOf(unproven)?.mayBeForgotten).toBe(true);
    expect(unreadLeftOver(unproven).mayBeForgotten).toBe(true);
  });

  test("says that another tab records", () => {
    const left = leftOverOf({
      ...idle,
      safety: "on-device",
      recordings: [recording({ state: "open" })],
      segments: [segment(5, "journaled")],
    });
    expect(left).toMatchObject({ unsentMs: 5_000, isRecordingElsewhere: true, isRecording: false });
  });

  test("is no sound, but something, when only the manifest is missing", () => {
    const left = leftOverOf({
      ...idle,
      safety: "on-device",
      recordings: [recording()],
      segments: [segment(5, "verified")],
    });
    expect(left).toMatchObject({ unsentMs: 0, mayBeMore: false });
  });

  test("is unknown of a recording that was cut off before its first segment was closed", () => {
    expect(leftOverOf({ ...idle, safety: "on-device" })).toMatchObject({ mayBeMore: true });
  });
});
