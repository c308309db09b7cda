// list, get, rename and delete on one bucket: each sees the effects of the others.
import { expect, test } from "vitest";
import type { SealRecordingInput } from "../contract.ts";
import { formatTimestamp, makeRecordingId, type RecordingId } from "../ids.ts";
import { objectKey, userPrefix } from "../object-key.ts";
import { LIMITS } from "../limits.ts";
import type { GetToSign } from "../ports.ts";
import { segmentsDigest } from "../segments-digest.ts";
import { createMemoryObjectStore } from "../testing/memory-object-store.ts";
import {
  identity,
  identityRules,
  keyOf,
  manifestKey,
  recordingId,
  segments,
  sha256,
  storedRecording,
  toSeal,
} from "../testing/stored-recording.ts";
import { deleteRecording } from "./delete-recording.ts";
import { getRecording } from "./get-recording.ts";
import { listRecordings } from "./list-recordings.ts";
import { renameRecording } from "./rename-recording.ts";
import { sealRecording } from "./seal-recording.ts";

const other = { ...identity, sub: "f00d" };
const bare = { sizeBytes: 7, sha256: undefined, metadata: {} };
const at = (time: string, suffix = 0): RecordingId =>
  makeRecordingId(Date.parse(time) * 1000, Uint8Array.of(0, 0, 0, 0, 0, suffix));

async function sealed(over: Partial<SealRecordingInput> = {}) {
  const ports = storedRecording(3);
  await sealRecording({ ...toSeal, ...over }, identity, ports);
  return ports;
}

/** A signer whose URLs show the signed fields. */
const readUrlSigner = {
  signGet: async ({ key, contentType, contentDisposition }: GetToSign) => ({
    url: `https://bucket.example/${key}?${contentType}&${contentDisposition}`,
    expiresAt: "2026-11-23T08:20:30Z",
  }),
};

/** A bucket of open recordings and uploads, one object each, and a recording of another person. */
function bucketOf(ids: readonly RecordingId[]) {
  const store = createMemoryObjectStore();
  for (const id of ids) {
    store.objects.set(objectKey(identity, { kind: "segment", recordingId: id, sequence: 0 }), bare);
  }
  const theirs = objectKey(other, { kind: "segment", recordingId: at("2027-01-01"), sequence: 0 });
  store.objects.set(theirs, bare);
  return store;
}

test("a list shows the facts of a sealed recording's manifest, without reading it", async () => {
  const { store } = await sealed({ title: "Grüße" });
  const unread = { ...store, readJson: () => Promise.reject(new Error("read")) };
  expect(await listRecordings({ limit: 10 }, identity, { store: unread, identityRules })).toEqual({
    recordings: [
      {
        id: recordingId,
        startedAt: "2026-11-23T08:14:30.250Z",
        state: "sealed",
        durationMs: 15_000,
        sizeBytes: 3003,
        hasWholeFile: false,
        title: "Grüße",
      },
    ],
  });
});

test("a damaged manifest with unreadable metadata is listed, and so is the rest", async () => {
  const { store } = await sealed({ title: "whole" });
  const damaged = at("2026-11-23T09:00:00Z");
  const metadata = { "size-bytes": "1.5", title: "%" };
  const key = objectKey(identity, { kind: "manifest", recordingId: damaged });
  store.objects.set(key, { ...bare, metadata, text: "no manifest" });
  expect(await listRecordings({ limit: 10 }, identity, { store, identityRules })).toMatchObject({
    recordings: [
      { id: damaged, startedAt: "2026-11-23T09:00:00.000Z", state: "sealed" },
      { id: recordingId, title: "whole" },
    ],
  });
  const input = { recordingId: damaged, firstSequence: 0 };
  await expect(
    getRecording(input, identity, { store, readUrlSigner, identityRules, sha256 }),
  ).rejects.toMatchObject({
    code: "MANIFEST_INVALID",
  });
});

test("open recordings and one-off uploads are listed, and objects of other programs are not", async () => {
  const id = at("2026-11-23T09:00:00Z");
  const store = bucketOf([id]);
  const timestamp = formatTimestamp(Date.parse("2026-11-23T10:00:00Z") * 1000);
  store.objects.set(objectKey(identity, { kind: "upload", timestamp }), bare);
  store.objects.set(`${userPrefix(identity)}2026-11-23-notes.txt`, bare);
  store.objects.set(`${userPrefix(identity)}2026-11-23-x_y.webm`, bare);
  expect(await listRecordings({ limit: 10 }, identity, { store, identityRules })).toEqual({
    recordings: [
      { id: timestamp, startedAt: "2026-11-23T10:00:00.000Z", state: "file", sizeBytes: 7 },
      { id, startedAt: "2026-11-23T09:00:00.000Z", state: "open" },
    ],
  });
});

test("pages follow each other, newest first, across days and years, with every recording once", async () => {
  const times = ["2024-02-29", "2025-12-31", "2026-01-01", "2026-11-22", "2026-11-23"];
  const ids = times.flatMap((day) => [0, 1, 2].map((suffix) => at(`${day}T12:00:00Z`, suffix)));
  for (const limit of [1, 2, 3, 4, 7, 15]) {
    const store = bucketOf(ids);
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const input = cursor === undefined ? { limit } : { limit, cursor };
      const page = await listRecordings(input, identity, { store, identityRules });
      expect(page.recordings.length).toBeLessThanOrEqual(limit);
      listed.push(...page.recordings.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(listed).toEqual(ids.toReversed());
  }
});

test("a recording is given with a page of its segments, under keys of the caller", async () => {
  const count = LIMITS.segmentsPerCall + 1;
  const ports = storedRecording(count);
  const all = segments(count);
  await sealRecording({ ...toSeal, segments: all, title: "Jour fixe" }, identity, ports);
  const get = (firstSequence: number) =>
    getRecording({ recordingId, firstSequence }, identity, { ...ports, readUrlSigner });
  const first = await get(0);
  expect(first).toMatchObject({ title: "Jour fixe", segmentCount: count, gaps: toSeal.gaps });
  expect(first.segments).toHaveLength(LIMITS.segmentsPerCall);
  expect(first.segments[0]).toEqual({
    ...all[0],
    url: `https://bucket.example/${keyOf(0)}?audio/webm;codecs=opus&attachment; filename="Jour fixe-000000.webm"; filename*=UTF-8''Jour%20fixe-000000.webm`,
    expiresAt: "2026-11-23T08:20:30Z",
  });
  const last = await get(LIMITS.segmentsPerCall);
  expect(last.segments.map(({ sequence }) => sequence)).toEqual([LIMITS.segmentsPerCall]);
  expect((await get(5000)).segments).toEqual([]);
});

test("a list says which sealed recordings the bucket holds as one file", async () => {
  const { store } = await sealed();
  const open = at("2026-11-23T09:00:00Z");
  for (const id of [open, recordingId]) {
    store.objects.set(objectKey(identity, { kind: "file", recordingId: id }), bare);
  }
  store.objects.set(objectKey(identity, { kind: "segment", recordingId: open, sequence: 0 }), bare);
  const { recordings } = await listRecordings({ limit: 9 }, identity, { store, identityRules });
  expect(recordings.map(({ state, hasWholeFile }) => [state, hasWholeFile])).toEqual([
    ["open", undefined],
    ["sealed", true],
  ]);
});

test("a recording is given with its whole file, and without one that lacks segments", async () => {
  const ports = await sealed({ title: "Jour fixe" });
  const get = () =>
    getRecording({ recordingId, firstSequence: 0 }, identity, { ...ports, readUrlSigner });
  expect(await get()).not.toHaveProperty("wholeFile");
  const key = objectKey(identity, { kind: "file", recordingId });
  const store = async (digest: string) =>
    ports.store.objects.set(key, {
      sizeBytes: 2900,
      sha256: undefined,
      metadata: { "manifest-digest": digest },
    });
  await store(await segmentsDigest(segments(2), sha256));
  expect(await get()).not.toHaveProperty("wholeFile");
  await store(await segmentsDigest(segments(3), sha256));
  const wholeFile = {
    url: `https://bucket.example/${key}?audio/webm;codecs=opus&attachment; filename="Jour fixe.webm"; filename*=UTF-8''Jour%20fixe.webm`,
    expiresAt: "2026-11-23T08:20:30Z",
    sizeBytes: 2900,
  };
  expect(await get()).toMatchObject({ wholeFile });
  await renameRecording({ recordingId, title: "Retro" }, identity, ports);
  expect(await get()).toMatchObject({ wholeFile: { sizeBytes: 2900 } });
});

test("a rename changes the title in the manifest and in the list, and no other field", async () => {
  const { store } = await sealed({ title: "old" });
  const before: unknown = JSON.parse(store.objects.get(manifestKey)?.text ?? "");
  expect(
    await renameRecording({ recordingId, title: "new" }, identity, { store, identityRules }),
  ).toMatchObject({
    id: recordingId,
    title: "new",
  });
  const after: unknown = JSON.parse(store.objects.get(manifestKey)?.text ?? "");
  expect(after).toEqual({ ...Object(before), title: "new" });
  const { recordings } = await listRecordings({ limit: 1 }, identity, { store, identityRules });
  expect(recordings[0]?.title).toBe("new");
});

test("a rename replaces only the version that it has read", async () => {
  const { store } = await sealed();
  let reads = 0;
  const raced = {
    ...store,
    readJson: async (key: string) => {
      const found = await store.readJson(key);
      if (reads++ === 0) {
        await renameRecording({ recordingId, title: "between" }, identity, {
          store,
          identityRules,
        });
      }
      return found;
    },
  };
  await renameRecording({ recordingId, title: "last" }, identity, { store: raced, identityRules });
  expect(reads).toBe(2);
  expect(JSON.parse(store.objects.get(manifestKey)?.text ?? "")).toHaveProperty("title", "last");
});

test("a rename is refused as changing when the manifest changes at every try", async () => {
  const { store } = await sealed();
  const busy = { ...store, replaceJson: async () => "changed" as const };
  await expect(
    renameRecording({ recordingId, title: "x" }, identity, { store: busy, identityRules }),
  ).rejects.toMatchObject({ code: "RECORDING_CHANGING" });
});

test("a rename does not restore a recording that was deleted meanwhile", async () => {
  const { clock, store, identityRules } = await sealed();
  const deleting = {
    ...store,
    readJson: async (key: string) => {
      const found = await store.readJson(key);
      await deleteRecording({ recordingId }, identity, { clock, store, identityRules });
      return found;
    },
  };
  await expect(
    renameRecording({ recordingId, title: "x" }, identity, { store: deleting, identityRules }),
  ).rejects.toMatchObject({ code: "RECORDING_NOT_FOUND" });
  expect(store.libraryKeys()).toEqual([manifestKey]);
  expect(await listRecordings({ limit: 10 }, identity, { store, identityRules })).toEqual({
    recordings: [],
  });
});

test.each([
  ["another sub", other],
  ["another provider", { ...identity, provider: "Google" }],
])("a recording is not found by a person of %s", async (_whose, who) => {
  const ports = await sealed();
  const input = { recordingId, firstSequence: 0 };
  const absent = { code: "RECORDING_NOT_FOUND" };
  await expect(getRecording(input, who, { ...ports, readUrlSigner })).rejects.toMatchObject(absent);
  await expect(renameRecording({ recordingId, title: "x" }, who, ports)).rejects.toMatchObject(
    absent,
  );
  expect(await listRecordings({ limit: 10 }, who, ports)).toEqual({ recordings: [] });
  expect(await deleteRecording({ recordingId }, who, ports)).toEqual({ objectCount: 0 });
  expect(ports.store.objects.size).toBe(4);
});
