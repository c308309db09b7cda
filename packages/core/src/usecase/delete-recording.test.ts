// A delete, alone and beside a seal: a recording that is listed as sealed plays, a deleted one stays deleted.
import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import { makeRecordingId } from "../ids.ts";
import { objectKey, userPrefix } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";
import { interruptedStore } from "../testing/store-by-turns.ts";
import {
  identity,
  identityRules,
  keyOf,
  manifestKey,
  recordingId,
  stored,
  storedRecording,
  toSeal,
} from "../testing/stored-recording.ts";
import { TOMBSTONE_TAGS } from "../tombstone.ts";
import { deleteRecording, removeRest } from "./delete-recording.ts";
import { getRecording } from "./get-recording.ts";
import { listRecordings } from "./list-recordings.ts";
import { renameRecording } from "./rename-recording.ts";
import { sealRecording } from "./seal-recording.ts";

const other = { ...identity, sub: "f00d" };
const bare = { sizeBytes: 7, sha256: undefined, metadata: {} };
const { clock, sha256 } = storedRecording(0);
const readUrlSigner = { signGet: async () => ({ url: "https://b.example/", expiresAt: "" }) };

const remove = (store: ObjectStore) =>
  deleteRecording({ recordingId }, identity, { clock, store, identityRules });
const seal = (store: ObjectStore) => sealRecording(toSeal, identity, { clock, sha256, store });
const listed = async (store: ObjectStore) =>
  (await listRecordings({ limit: 10 }, identity, { store, identityRules })).recordings;
const codeOf = (thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown));

async function sealed() {
  const { store } = storedRecording(3);
  await seal(store);
  return store;
}

test("a delete leaves a tombstone, tagged for its removal, and nothing else of the recording", async () => {
  const store = await sealed();
  const fileKey = objectKey(identity, { kind: "file", recordingId });
  store.objects.set(fileKey, bare);
  const others = makeRecordingId(Date.parse("2026-11-23T08:14:30Z") * 1000, new Uint8Array(6));
  const kept = [
    // The owner put this object there by hand.
    `${keyOf(0)}.txt`,
    `${userPrefix(identity)}${recordingId}/${recordingId}_000000.webm`,
    objectKey(identity, { kind: "segment", recordingId: others, sequence: 0 }),
    objectKey(other, { kind: "segment", recordingId, sequence: 0 }),
  ];
  for (const key of kept) store.objects.set(key, bare);
  expect(await remove(store)).toEqual({ objectCount: 5 });
  expect(store.libraryKeys().toSorted()).toEqual([manifestKey, ...kept].toSorted());
  const { text = "", tags } = store.objects.get(manifestKey) ?? {};
  expect(JSON.parse(text)).toEqual({
    formatVersion: 1,
    recordingId,
    deletedAt: "2026-11-23T08:15:30.250Z",
  });
  expect(tags).toEqual(TOMBSTONE_TAGS);
});

test("the tombstone lies before anything is removed", async () => {
  const store = await sealed();
  const deleteAll = () => Promise.reject(new AppError("SERVICE_UNAVAILABLE", "S3 is away."));
  await expect(remove({ ...store, deleteAll })).rejects.toMatchObject({
    code: "SERVICE_UNAVAILABLE",
  });
  expect(await listed(store)).toEqual([]);
  // A second delete removes the rest.
  expect(await remove(store)).toEqual({ objectCount: 3 });
  expect(store.libraryKeys()).toEqual([manifestKey]);
});

test("a recording that is not sealed is deleted as well", async () => {
  const { store } = storedRecording(2);
  expect(await remove(store)).toEqual({ objectCount: 2 });
  expect(store.libraryKeys()).toEqual([manifestKey]);
});

test("an object in the manifest's place that is not a manifest is deleted too", async () => {
  const { store } = storedRecording(2);
  store.objects.set(manifestKey, { ...bare, text: "no manifest" });
  expect(await remove(store)).toEqual({ objectCount: 3 });
  expect(await listed(store)).toEqual([]);
});

test("a delete of a recording that is not there writes nothing", async () => {
  const { store } = storedRecording(0);
  expect(await remove(store)).toEqual({ objectCount: 0 });
  expect(store.objects.size).toBe(0);
});

test("a second delete is a success, and keeps the tombstone of the first", async () => {
  const store = await sealed();
  await remove(store);
  const first = store.objects.get(manifestKey);
  const later = { nowMicros: () => clock.nowMicros() + 1_000_000 };
  const again = await deleteRecording({ recordingId }, identity, {
    clock: later,
    store,
    identityRules,
  });
  expect(again).toEqual({ objectCount: 0 });
  expect(store.objects.get(manifestKey)).toBe(first);
});

test("a deleted recording is neither sealed, read, renamed nor listed, even when segments arrive late", async () => {
  const store = await sealed();
  await remove(store);
  for (const sequence of [0, 1, 2]) store.objects.set(keyOf(sequence), stored(sequence));
  await expect(seal(store)).rejects.toMatchObject({ code: "RECORDING_DELETED" });
  expect(store.libraryKeys(), "the seal removes late segments").toEqual([manifestKey]);
  const absent = { code: "RECORDING_NOT_FOUND" };
  const input = { recordingId, firstSequence: 0 };
  await expect(
    getRecording(input, identity, { store, readUrlSigner, identityRules, sha256 }),
  ).rejects.toMatchObject(absent);
  await expect(
    renameRecording({ recordingId, title: "x" }, identity, { store, identityRules }),
  ).rejects.toMatchObject(absent);
  expect(await listed(store)).toEqual([]);
  store.objects.set(keyOf(0), stored(0));
  expect(await removeRest(store, identity, recordingId)).toBe(1);
});

test("segments stored during a delete are deleted too; a device that never stops makes it fail", async () => {
  const late = await sealed();
  let arrivals = 1;
  const deleteAll = async (keys: readonly string[]) => {
    for (const key of keys) late.objects.delete(key);
    if (arrivals-- > 0) late.objects.set(keyOf(9), bare);
  };
  const store = { ...late, deleteAll };
  expect(await remove(store)).toEqual({ objectCount: 5 });
  expect(late.libraryKeys()).toEqual([manifestKey]);

  arrivals = Infinity;
  late.objects.set(keyOf(0), bare);
  await expect(remove(store)).rejects.toMatchObject({ code: "SERVICE_UNAVAILABLE" });
});

test("a delete is refused as changing when the manifest changes at every try", async () => {
  const store = await sealed();
  const busy = { ...store, replaceJson: async () => "changed" as const };
  await expect(remove(busy)).rejects.toMatchObject({ code: "RECORDING_CHANGING" });
});

const RACES = {
  "a delete during a seal": [seal, remove],
  "a seal during a delete": [remove, seal],
  "a rename during a delete": [
    remove,
    (store: ObjectStore) =>
      renameRecording({ recordingId, title: "x" }, identity, { store, identityRules }),
  ],
} as const;

test.each(Object.entries(RACES))("%s leaves no recording without sound", async (_what, race) => {
  const [outer, inner] = race;
  for (const make of [sealed, async () => storedRecording(3).store]) {
    for (let call = 0; ; call++) {
      const store = await make();
      const settled: unknown[] = [];
      const between = async () => {
        settled.push(await inner(store).catch(codeOf));
      };
      const racing = interruptedStore(store, call, between);
      settled.push(await outer(racing.store).catch(codeOf));
      if (!racing.wasInterrupted()) break;
      expect(await listed(store), `before call ${call}: ${JSON.stringify(settled)}`).toEqual([]);
      expect(store.libraryKeys()).toEqual([manifestKey]);
      await expect(seal(store)).rejects.toMatchObject({ code: "RECORDING_DELETED" });
    }
  }
});

test("a page of the list is full although recordings on it were deleted", async () => {
  const { store } = storedRecording(0);
  const ids = Array.from({ length: 9 }, (_, day) =>
    makeRecordingId(Date.parse(`2026-11-0${day + 1}T12:00:00Z`) * 1000, new Uint8Array(6)),
  );
  for (const id of ids) {
    store.objects.set(objectKey(identity, { kind: "segment", recordingId: id, sequence: 0 }), bare);
  }
  const [first = recordingId, second, third, fourth] = ids;
  for (const id of ids.slice(4)) {
    await deleteRecording({ recordingId: id }, identity, { clock, store, identityRules });
  }
  await deleteRecording({ recordingId: first }, identity, { clock, store, identityRules });
  const page = await listRecordings({ limit: 2 }, identity, { store, identityRules });
  expect(page.recordings.map(({ id }) => id)).toEqual([fourth, third]);
  expect(page.nextCursor).toBe(third);
  const last = await listRecordings({ limit: 2, cursor: third }, identity, {
    store,
    identityRules,
  });
  expect(last).toMatchObject({ recordings: [{ id: second }] });
  expect(last.nextCursor).toBeUndefined();
});
