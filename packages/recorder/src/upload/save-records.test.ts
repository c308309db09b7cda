import { expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { idOf, recordingRecord, segmentRecord } from "../../../core/src/testing/upload-records.ts";
import type { SaveCommand } from "@tapedeck/core/upload/command";
import { journalFileName } from "../journal/journal-files.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import { createMemoryFiles } from "../journal/memory-files.ts";
import { createMemoryRecords } from "../journal/memory-records.ts";
import { saveRecords } from "./save-records.ts";

type Step = "putSegments" | "putRecording" | "removeRecording" | "removeFile" | "listFiles";

/** A device that keeps recording 0 with two segments, and 1 with one. Steps of it fail when told. */
async function createDevice(...failing: readonly Step[]) {
  const records = createMemoryRecords();
  const files = createMemoryFiles("opfs");
  await records.putRecording(recordingRecord(0));
  await records.putRecording(recordingRecord(1));
  const stored = [segmentRecord(0, 0), segmentRecord(0, 1), segmentRecord(1, 0)];
  await records.putSegments(stored);
  for (const { recordingId, sequence } of stored) {
    await files.create(journalFileName(recordingId, sequence));
  }
  const done: string[] = [];
  const step = async <Result>(name: Step, work: () => Promise<Result>): Promise<Result> => {
    if (failing.includes(name)) throw new AppError("STORAGE_FULL", "scripted");
    done.push(name);
    return work();
  };
  const storage: JournalStorage = {
    records: {
      ...records,
      putSegments: (segments) => step("putSegments", () => records.putSegments(segments)),
      putRecording: (record) => step("putRecording", () => records.putRecording(record)),
      removeRecording: (id) => step("removeRecording", () => records.removeRecording(id)),
    },
    files: () => ({
      ...files,
      list: () => step("listFiles", () => files.list()),
      remove: (name) => step("removeFile", () => files.remove(name)),
    }),
  };
  return { storage, records, files, done };
}

const verified = segmentRecord(0, 0, { life: { kind: "verified" } });
const ended = recordingRecord(0, { state: "ended" });
const sealed = recordingRecord(1, { state: "sealed" });
const everything: SaveCommand = {
  kind: "save",
  segments: [verified],
  removeFiles: [{ segment: verified, storage: "opfs" }],
  recordings: [ended],
  forget: [sealed],
};
const allDone = {
  segments: [verified],
  removedFiles: [verified],
  recordings: [ended],
  forgotten: [idOf(1)],
  isFailed: false,
};

test("everything is done in its order: records of segments, their files, recordings, and what goes", async () => {
  const { storage, records, files, done } = await createDevice();
  expect(await saveRecords(everything, storage, "forget")).toEqual(allDone);
  expect(done).toEqual([
    "putSegments",
    "removeFile",
    "putRecording",
    "listFiles",
    "removeFile",
    "removeRecording",
  ]);
  expect(await records.segments(idOf(0))).toEqual([verified, segmentRecord(0, 1)]);
  expect(await records.recordings("ada")).toEqual([ended]);
  expect(await records.segments(idOf(1))).toEqual([]);
  expect(await files.list()).toEqual([journalFileName(idOf(0), 1)]);
});

test.each<[Step, Partial<typeof allDone>]>([
  ["putSegments", { segments: [] }],
  ["putRecording", { recordings: [] }],
  ["listFiles", { forgotten: [] }],
  ["removeRecording", { forgotten: [] }],
  ["removeFile", { removedFiles: [], forgotten: [] }],
])("a %s that fails keeps nothing else from being done", async (failing, lacking) => {
  const { storage } = await createDevice(failing);
  const outcome = await saveRecords(everything, storage, "forget");
  expect(outcome).toEqual({ ...allDone, ...lacking, isFailed: true });
});

test("a full disk takes no record, and gives its room back all the same", async () => {
  const { storage, records, files } = await createDevice("putSegments", "putRecording");
  const outcome = await saveRecords(everything, storage, "forget");
  expect(outcome).toEqual({ ...allDone, segments: [], recordings: [], isFailed: true });
  expect(await files.list()).toEqual([journalFileName(idOf(0), 1)]);
  expect(await records.recording(idOf(1))).toBeUndefined();
});

test("the files of a recording go before its records, which say where to look for them", async () => {
  const { storage, records } = await createDevice("removeFile");
  await saveRecords({ ...everything, removeFiles: [] }, storage, "forget");
  expect(await records.recording(idOf(1))).toEqual(recordingRecord(1));
  expect(await records.segments(idOf(1))).toHaveLength(1);
});

test("without a page, word is left that a recording is sealed: its records stay, its files go", async () => {
  const { storage, records, files } = await createDevice();
  const outcome = await saveRecords(everything, storage, "leave-word");
  expect(outcome).toEqual(allDone);
  expect(await records.recording(idOf(1))).toEqual(sealed);
  expect(await records.segments(idOf(1))).toHaveLength(1);
  expect(await files.list()).toEqual([journalFileName(idOf(0), 1)]);
});

test("without room for that word the recording is forgotten: it is in the bucket", async () => {
  const { storage, records } = await createDevice("putRecording");
  const command: SaveCommand = { ...everything, segments: [], removeFiles: [], recordings: [] };
  const outcome = await saveRecords(command, storage, "leave-word");
  expect(outcome).toMatchObject({ forgotten: [idOf(1)], isFailed: false });
  expect(await records.recording(idOf(1))).toBeUndefined();
});
