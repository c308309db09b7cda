import { expect, test } from "vitest";
import { itemAt, pagedList } from "../paged-list.ts";
import { SEGMENT_STATES } from "../testing/segment-states.ts";
import { idOf, recordingRecord, segmentRecord } from "../testing/upload-records.ts";
import type { SaveCommand, UploadCommand } from "./command.ts";
import type { SaveOutcome } from "./event.ts";
import type { RecordingRecord, SegmentRecord } from "./records.ts";
import { reduce } from "./reduce.ts";
import { scheduleSave } from "./save.ts";
import { NO_UPLOADS, type SegmentUpload, type UploadState } from "./upload-state.ts";

const moment = { nowMs: 1000, random01: 1, isOnline: true };
const verified = { life: { kind: "verified" } } as const;

/** What the device has of a segment whose record has changed since. */
const older = segmentRecord(0, 0, { life: { kind: "uploaded" } });

/** One recording whose segments are verified, and which the device has so unless something else is said. */
function stateWith(
  record: RecordingRecord,
  segments: readonly Partial<SegmentUpload>[],
  isUnsaved = false,
): UploadState {
  const uploads = segments.map((changed, sequence): SegmentUpload => {
    const segment = segmentRecord(0, sequence, verified);
    return {
      record: segment,
      state: { kind: "verified" },
      saved: segment,
      hasFile: true,
      missCount: 0,
      ...changed,
    };
  });
  const recording = {
    record,
    saved: isUnsaved ? undefined : record,
    segments: pagedList(uploads),
    seal: { kind: "none" },
    failedSeals: 0,
    hold: undefined,
  } as const;
  return { ...NO_UPLOADS, recordings: [recording] };
}

const saveIn = (commands: readonly UploadCommand[]): SaveCommand | undefined =>
  commands.find((command) => command.kind === "save");
/** A step in which a save may begin. */
function startSave(state: UploadState): readonly [UploadState, readonly UploadCommand[]] {
  const commands: UploadCommand[] = [];
  return [scheduleSave(state, { commands }), commands];
}
const saveOf = (state: UploadState) => saveIn(startSave(state)[1]);
const sequences = (segments: readonly SegmentRecord[] = []) =>
  segments.map(({ sequence }) => sequence);

test("a file is removed only once its segment is verified and has a record on the device", () => {
  const state = stateWith(recordingRecord(0), [
    {},
    { saved: undefined },
    { state: SEGMENT_STATES.uploaded },
    { hasFile: false },
    { saved: older },
  ]);
  const save = saveOf(state);
  expect(save?.removeFiles.map(({ segment }) => segment.sequence)).toEqual([0, 4]);
  expect(sequences(save?.segments)).toEqual([1, 4]);
});

test("a file stays until the record says where the segment is, if it is not where the recording began", () => {
  const segment = (sequence: number, userType: string | undefined) => ({
    record: segmentRecord(0, sequence, { ...verified, userType }),
    saved: older,
  });
  const state = stateWith(recordingRecord(0, { userType: "customer" }), [
    segment(0, "customer"),
    segment(1, "guest"),
    // A server of the release before does not tell.
    segment(2, undefined),
  ]);
  const [saving, commands] = startSave(state);
  const save = saveIn(commands);
  expect(sequences(save?.segments)).toEqual([0, 1, 2]);
  expect(save?.removeFiles.map(({ segment: { sequence } }) => sequence)).toEqual([0, 2]);

  const outcome = { ...nothing, isFailed: false, segments: save?.segments ?? [] };
  const [, more] = reduce(saving, { kind: "saved", ...outcome }, moment);
  expect(saveIn(more)?.removeFiles.map(({ segment: { sequence } }) => sequence)).toContain(1);
});

test("'ended' is saved only once every segment has a record on the device", () => {
  const ended = recordingRecord(0, { state: "ended" });
  const lacking = [{ hasFile: false }, { hasFile: false, saved: undefined }];
  const early = saveOf(stateWith(ended, lacking, true));
  expect(early?.recordings).toEqual([]);
  expect(sequences(early?.segments)).toEqual([1]);
  const late = saveOf(stateWith(ended, [{ hasFile: false }], true));
  expect(late?.recordings).toEqual([ended]);
});

test("the record of a recording that goes on is its recorder's to save", () => {
  expect(saveOf(stateWith(recordingRecord(0), [{ hasFile: false }], true))).toBeUndefined();
});

test("what is sealed is forgotten as a whole, and nothing more of it is saved", () => {
  const sealed = recordingRecord(0, { state: "sealed" });
  const save = saveOf(stateWith(sealed, [{ saved: older }], true));
  expect(save).toEqual({
    kind: "save",
    segments: [],
    removeFiles: [],
    recordings: [],
    forget: [sealed],
  });
});

const nothing: SaveOutcome = {
  segments: [],
  removedFiles: [],
  recordings: [],
  forgotten: [],
  isFailed: true,
};

/** A save of one segment whose record is not on the device, and its command. */
function savingOne() {
  const state = stateWith(recordingRecord(0), [{ hasFile: false, saved: undefined }]);
  const [saving, commands] = startSave(state);
  return { saving, segments: saveIn(commands)?.segments ?? [] };
}

test("what a save could not do is tried again half a minute later, and not before", () => {
  const { saving } = savingOne();
  const [failed, commands] = reduce(saving, { kind: "saved", ...nothing }, moment);
  expect(commands).toEqual([{ kind: "start-timer", inMs: 30_000, timer: 1 }]);
  const [, woken] = reduce(failed, { kind: "woken", cause: "network" }, moment);
  expect(woken).toEqual([]);
  const [, rung] = reduce(failed, { kind: "timer-rang", timer: 1 }, moment);
  expect(sequences(saveIn(rung)?.segments)).toEqual([0]);
});

test("a later change is saved at once, although the save before it failed", () => {
  const { saving } = savingOne();
  const [failed] = reduce(saving, { kind: "saved", ...nothing }, moment);
  const segments = [segmentRecord(0, 1, { life: { kind: "uploaded" } })];
  const [, commands] = reduce(
    failed,
    { kind: "records-read", record: recordingRecord(0), segments, isSaved: false },
    moment,
  );
  expect(sequences(saveIn(commands)?.segments)).toEqual([0, 1]);
});

test("a save that is told twice changes nothing the second time", () => {
  const { saving, segments } = savingOne();
  const saved = { kind: "saved", ...nothing, segments } as const;
  const [once] = reduce(saving, saved, moment);
  expect(reduce(once, saved, moment)).toEqual([once, []]);
});

test("what has changed while it was saved is saved again, and what has not is not", () => {
  const { saving, segments } = savingOne();
  const saved = { kind: "saved", ...nothing, segments, isFailed: false } as const;
  expect(saveIn(reduce(saving, saved, moment)[1])).toBeUndefined();
  const [recording] = saving.recordings;
  if (recording === undefined) throw new Error("the recording is gone");
  const before = itemAt(recording.segments, 0);
  if (before === undefined) throw new Error("the segment is gone");
  const newer = { ...before, record: segmentRecord(0, 0, { ...verified, sha256: "found anew" }) };
  const changed = {
    ...saving,
    recordings: [{ ...recording, segments: pagedList([newer]) }],
  };
  expect(saveIn(reduce(changed, saved, moment)[1])?.segments).toEqual([newer.record]);
});

test("of what was forgotten a stub remains, which late records do not bring back", () => {
  const sealed = recordingRecord(0, { state: "sealed" });
  const [saving] = startSave(stateWith(sealed, [{}], true));
  const outcome = { ...nothing, forgotten: [idOf(0)], isFailed: false };
  const [forgotten] = reduce(saving, { kind: "saved", ...outcome }, moment);
  const read = {
    kind: "records-read",
    record: recordingRecord(0, { state: "ended" }),
    segments: [segmentRecord(0, 0)],
    isSaved: true,
  } as const;
  const [after, commands] = reduce(forgotten, read, moment);
  expect(commands).toEqual([]);
  expect(after.recordings).toMatchObject([
    { record: { state: "sealed" }, segments: { length: 0 } },
  ]);
});

test("a recording that the service worker has sealed is forgotten, and nothing of it is sent", () => {
  const read = {
    kind: "records-read",
    record: recordingRecord(0, { state: "sealed" }),
    // The disk was full: the records of its segments tell of an earlier time.
    segments: [segmentRecord(0, 0)],
    isSaved: true,
  } as const;
  const [, commands] = reduce(NO_UPLOADS, read, moment);
  expect(commands.map(({ kind }) => kind)).toEqual(["tell", "save"]);
  expect(saveIn(commands)?.forget).toEqual([read.record]);
});
