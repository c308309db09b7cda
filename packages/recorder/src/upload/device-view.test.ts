import { expect, test } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import type { SegmentLife } from "@tapedeck/core/segment-life";
import { createViewStore } from "./view-store.ts";
import type { RecordingView, SegmentView } from "./views.ts";

const idOf = (index: number) => makeRecordingId(1_795_392_000_000_000 + index, new Uint8Array(6));
const journaled: SegmentLife = { kind: "journaled", failedAttempts: 0 };
const verified: SegmentLife = { kind: "verified" };

const recording = (index: number, changed: Partial<RecordingView> = {}): RecordingView => ({
  recordingId: idOf(index),
  storage: "opfs",
  state: "open",
  ...changed,
});
const segment = (index: number, sequence: number, life: SegmentLife): SegmentView => ({
  recordingId: idOf(index),
  sequence,
  startSample: sequence * 96_000,
  sampleCount: 96_000,
  sizeBytes: 1000,
  life,
});

test("newest first: recordings, and their segments, with what they amount to", () => {
  const store = createViewStore();
  store.merge({
    recordings: [recording(0), recording(1)],
    segments: [segment(1, 0, verified), segment(0, 0, journaled), segment(1, 1, journaled)],
  });
  expect(store.recordings()).toMatchObject([
    { recordingId: idOf(1), sampleCount: 192_000, segmentCount: 2, verifiedCount: 1 },
    { recordingId: idOf(0), sampleCount: 96_000, segmentCount: 1, verifiedCount: 0 },
  ]);
  expect(store.segments().map(({ recordingId, sequence }) => [recordingId, sequence])).toEqual([
    [idOf(1), 1],
    [idOf(1), 0],
    [idOf(0), 0],
  ]);
});

test("what was read from the device late does not undo what the leader has said", () => {
  const store = createViewStore();
  store.merge({ recordings: [recording(0)], segments: [segment(0, 0, verified)] });
  store.merge({ recordings: [recording(0, { state: "sealed" })], segments: [] });
  store.merge({ recordings: [recording(0)], segments: [segment(0, 0, journaled)] });
  expect(store.recordings()[0]?.state).toBe("sealed");
  expect(store.segments()[0]?.status).toEqual(verified);
});

test.each<RecordingView["state"]>(["open", "ended", { kind: "stuck", code: "INTERNAL" }])(
  "a sealed recording that the device said to be %j, before, stays sealed",
  (state) => {
    const store = createViewStore();
    store.merge({ recordings: [recording(0)], segments: [segment(0, 0, verified)] });
    store.merge({ recordings: [recording(0, { state: "sealed" })], segments: [] });
    store.merge({ recordings: [recording(0, { state })], segments: [] });
    expect(store.recordings()[0]?.state).toBe("sealed");
    expect(store.safety(false)).toBe("in-bucket");
  },
);

test("of a sealed recording every segment is verified, whatever was read from the device before or after", () => {
  const store = createViewStore();
  store.merge({ recordings: [recording(0)], segments: [segment(0, 0, journaled)] });
  store.merge({ recordings: [recording(0, { state: "sealed" })], segments: [] });
  store.merge({ recordings: [], segments: [segment(0, 1, journaled)] });
  expect(store.segments().map(({ status }) => status)).toEqual([verified, verified]);
});

test("a recording that was stuck goes on", () => {
  const store = createViewStore();
  const stuck = recording(0, { state: { kind: "stuck", code: "INTERNAL" } });
  store.merge({ recordings: [stuck], segments: [segment(0, 0, verified)] });
  store.merge({ recordings: [recording(0, { state: "ended" })], segments: [] });
  expect(store.recordings()[0]?.state).toBe("ended");
});

test("a segment may be heard of before its recording: what is said of it is not forgotten", () => {
  const store = createViewStore();
  store.merge({ recordings: [], segments: [segment(0, 0, verified)] });
  expect(store.segments()).toEqual([]);
  expect(store.safety(false)).toBe("in-bucket");
  store.merge({ recordings: [recording(0)], segments: [segment(0, 0, journaled)] });
  expect(store.segments()[0]?.status).toEqual(verified);
});

test("what did not change is the same object: a list redraws what changed", () => {
  const store = createViewStore();
  store.merge({
    recordings: [recording(0)],
    segments: [segment(0, 0, journaled), segment(0, 1, journaled)],
  });
  const [, before] = store.segments();
  store.merge({ recordings: [], segments: [segment(0, 1, verified)] });
  expect(store.segments()[1]).toBe(before);
});

test("the lists are the same until something is said", () => {
  const store = createViewStore();
  store.merge({ recordings: [recording(0)], segments: [segment(0, 0, journaled)] });
  const [recordings, segments] = [store.recordings(), store.segments()];
  expect(store.recordings()).toBe(recordings);
  expect(store.segments()).toBe(segments);
  store.seal([idOf(0)]);
  expect(store.recordings()[0]?.state).toBe("sealed");
  expect(store.segments()[0]?.status).toEqual(verified);
});

test("sound in memory only is called recorded, not saved", () => {
  const store = createViewStore();
  store.merge({
    recordings: [recording(0, { storage: "memory" })],
    segments: [segment(0, 0, journaled)],
  });
  expect(store.segments()[0]?.status).toEqual({ kind: "recorded" });
});

test.each<[string, readonly RecordingView[], string]>([
  ["nothing", [], "in-bucket"],
  ["everything sealed", [recording(0, { state: "sealed" })], "in-bucket"],
  ["on its way", [recording(0, { state: "sealed" }), recording(1)], "on-device"],
  ["verified, not sealed", [recording(0, { state: "ended" })], "on-device"],
  ["in memory", [recording(0), recording(1, { storage: "memory" })], "in-memory"],
  ["sealed from memory", [recording(0, { storage: "memory", state: "sealed" })], "in-bucket"],
])("safety with %s", (_what, recordings, safety) => {
  const store = createViewStore();
  store.merge({ recordings, segments: recordings.map((_, index) => segment(index, 0, verified)) });
  expect(store.safety(true)).toBe(safety);
  // The device's word counts only where it is known to last; memory and bucket are what they are.
  expect(store.safety(false)).toBe(safety === "on-device" ? "may-be-forgotten" : safety);
});

test.each<[string, RecordingView["state"], SegmentLife, string]>([
  [
    "a segment is stuck",
    "ended",
    { kind: "stuck", code: "OBJECT_EXISTS", next: "verify" },
    "stuck",
  ],
  ["the manifest is stuck", { kind: "stuck", code: "RECORDING_ALTERED" }, verified, "stuck"],
  [
    "a segment waits",
    "ended",
    { kind: "waiting", untilMs: 1, code: "BUCKET_BLOCKED", next: "upload", failedAttempts: 9 },
    "on-device",
  ],
])("safety of two recordings, in one of which %s", (_what, state, life, safety) => {
  const store = createViewStore();
  store.merge({
    recordings: [recording(0, { state }), recording(1)],
    segments: [segment(0, 0, life), segment(1, 0, journaled)],
  });
  expect(store.safety(true)).toBe(safety);
});

test.each<[string, RecordingView, string]>([
  ["that ended without sound", recording(0, { state: "ended" }), "in-bucket"],
  ["that this page's memory has just begun", recording(0, { storage: "memory" }), "in-bucket"],
  ["cut off within its first segment, and not read yet", recording(0), "on-device"],
])("a recording without a segment, %s, is not shown; safety", (_what, view, safety) => {
  const store = createViewStore();
  store.merge({ recordings: [view], segments: [] });
  expect(store.recordings()).toEqual([]);
  expect(store.safety(true)).toBe(safety);
  expect(store.safety(false)).toBe(safety === "on-device" ? "may-be-forgotten" : safety);
});
