// What holds of uploads after every event, whatever happens, and in whatever order.
import fc from "fast-check";
import { expect, test } from "vitest";
import { itemsOf } from "../paged-list.ts";
import { createUploadWorld, type UploadWorld, type WorldStep } from "../testing/upload-world.ts";
import type { UploadEvent } from "./event.ts";
import { hasAny, OPEN_KINDS, positionsIn } from "./segment-list.ts";
import { storedLife } from "./segment-state.ts";
import {
  recordsAt,
  type RecordingUpload,
  type SegmentUpload,
  type UploadState,
} from "./upload-state.ts";

const MOST_AT_ONCE = 4;

const acts = ["record", "end", "answer", "ring", "wake", "retry", "wait", "find", "fill"] as const;
const stepsOf = (weights: readonly WorldStep["act"][]) =>
  fc.array(fc.record({ act: fc.constantFrom(...weights), pick: fc.nat({ max: 10_000 }) }), {
    maxLength: 200,
    // Short lists reach nothing that happens late.
    size: "max",
  });
/** Recording and answering are most of what happens. */
const inOrder = stepsOf([
  ...acts,
  ...Array.from({ length: 4 }, () => "record" as const),
  ...Array.from({ length: 12 }, () => "answer" as const),
]);
const withRepeats = stepsOf([
  ...acts,
  "repeat",
  "repeat",
  ...Array.from({ length: 4 }, () => "record" as const),
  ...Array.from({ length: 10 }, () => "answer" as const),
]);

test("uploads keep their rules after every event, and nothing is left without a way on", () => {
  fc.assert(
    fc.property(inOrder, (steps) => {
      const world = createUploadWorld({
        onLoss: fail,
        onStep: (before, event) => {
          checkState(before, world);
          checkUnderWay(world, "put", "uploading");
          checkUnderWay(world, "hash", "hashing");
          const asks = world.pending().some(({ kind }) => kind === "request-grants");
          expect(countIn(world.state(), "requested") > 0).toBe(asks);
          checkWayOn(world, event);
        },
      });
      for (const step of steps) world.step(step);
      world.finish();
      expect(unfinished(world.state())).toEqual([]);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

test("answers that come twice break no rule, and leave nothing without a way on", () => {
  fc.assert(
    fc.property(withRepeats, (steps) => {
      const world = createUploadWorld({
        onLoss: fail,
        onStep: (before) => checkState(before, world),
      });
      for (const step of steps) world.step(step);
      world.finish();
      expect(unfinished(world.state())).toEqual([]);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

function fail(what: string): never {
  throw new Error(what);
}

function checkState(before: UploadState, world: UploadWorld): void {
  const state = world.state();
  expect(countIn(state, "uploading")).toBeLessThanOrEqual(MOST_AT_ONCE);
  expect(countIn(state, "hashing")).toBeLessThanOrEqual(MOST_AT_ONCE);
  for (const recording of state.recordings) checkRecording(recording, world);
  for (const recording of before.recordings) checkVerified(recording, state);
  checkSaving(state, world);
}

/** Each segment in the state has its command, and each command its segment. */
function checkUnderWay(world: UploadWorld, command: "put" | "hash", state: string): void {
  const commands = world.pending().filter(({ kind }) => kind === command);
  expect(countIn(world.state(), state)).toBe(commands.length);
}

function countIn({ recordings }: UploadState, kind: string): number {
  const all = recordings.flatMap(({ segments }) => itemsOf(segments));
  return all.filter(({ state }) => state.kind === kind).length;
}

function checkRecording(recording: RecordingUpload, world: UploadWorld): void {
  const { record, seal, hold } = recording;
  const segments = itemsOf(recording.segments);
  expect(recording.segments.length).toBe(segments.length);
  const { recordingId } = record;
  const sequences = segments.map((upload) => upload.record.sequence);
  expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  const isOpen = (position: number) => segments[position]?.state.kind !== "verified";
  const open = [...segments.keys()].filter(isOpen);
  expect([...positionsIn(recording.segments, OPEN_KINDS)]).toEqual(open);
  expect(hasAny(recording.segments, OPEN_KINDS)).toBe(open.length > 0);
  for (const upload of segments) checkSegment(upload, world);
  const unsaved = segments.filter(({ record: now, saved }) => now.life.kind !== saved?.life.kind);
  const found = recordsAt(recording, positionsIn(recording.segments, ["unsaved"]));
  expect(found).toEqual(expect.arrayContaining(unsaved.map((upload) => upload.record)));
  if (record.state === "sealed" || seal.kind !== "none") {
    if (seal.kind !== "asking") expect(open).toEqual([]);
  }
  if (seal.kind === "waiting") expect(liveTimers(world, seal.timer)).toBe(1);
  if (hold?.isOver === false) expect(liveTimers(world, hold.timer)).toBe(1);
  expect(recordingId).toBe(segments[0]?.record.recordingId ?? recordingId);
}

function checkSegment({ state, record }: SegmentUpload, world: UploadWorld): void {
  expect(record.life).toEqual(storedLife(state));
  if (state.kind !== "waiting") {
    // A wait for room lasts until the answer.
    const mayWait = state.kind === "journaled" || state.kind === "requested";
    expect([undefined, ...(mayWait ? ["QUOTA_EXCEEDED"] : [])]).toContain(record.wait?.code);
    return;
  }
  expect(record.wait).toEqual(state.wait);
  expect(liveTimers(world, state.timer)).toBe(1);
}

/** What is verified stays so, until all of its recording is forgotten. */
function checkVerified({ record, segments }: RecordingUpload, state: UploadState): void {
  const { recordingId } = record;
  const after = state.recordings.find((each) => each.record.recordingId === recordingId);
  expect(after).toBeDefined();
  if (record.state === "sealed") return expect(after?.record.state).toBe("sealed");
  const still = new Set(
    after &&
      itemsOf(after.segments)
        .filter((upload) => upload.state.kind === "verified")
        .map((upload) => upload.record.sequence),
  );
  for (const upload of itemsOf(segments)) {
    if (upload.state.kind === "verified") expect(still).toContain(upload.record.sequence);
  }
}

function checkSaving({ saving }: UploadState, world: UploadWorld): void {
  if (saving.kind === "failed") expect(liveTimers(world, saving.timer)).toBe(1);
}

function liveTimers(world: UploadWorld, timer: number): number {
  return world.timers().filter((each) => each.timer === timer).length;
}

/** When nothing is under way, what is not done waits, or needs a person. */
function checkWayOn(world: UploadWorld, event: UploadEvent): void {
  if (world.pending().length > 0) return;
  for (const { record, segments: list, seal, hold } of world.state().recordings) {
    const segments = itemsOf(list);
    for (const { state } of segments) {
      const isHeld = state.kind === "uploaded" && hold?.isOver === false;
      const isAtRest = ["verified", "waiting", "stuck"].includes(state.kind);
      expect(isAtRest || isHeld, `${state.kind} after ${event.kind}`).toBe(true);
    }
    const isAllVerified = segments.every(({ state }) => state.kind === "verified");
    const isToSeal = record.state === "ended" && isAllVerified;
    expect(!isToSeal || seal.kind === "waiting", `a seal after ${event.kind}`).toBe(true);
  }
}

/** Once everything was answered well, all is in the bucket, and nothing is on the device. */
function unfinished({ recordings }: UploadState): readonly RecordingUpload[] {
  return recordings.filter(
    ({ record, saved, segments }) =>
      record.state !== "sealed" || record !== saved || segments.length > 0,
  );
}
