// One-off uploads in the library are listed, read, renamed and deleted like recordings.
import { expect, test } from "vitest";
import { formatTimestamp, makeRecordingId } from "../ids.ts";
import { objectKey } from "../object-key.ts";
import type { GetToSign } from "../ports.ts";
import { identity, identityRules, storedRecording } from "../testing/stored-recording.ts";
import { deleteRecording } from "./delete-recording.ts";
import { getRecording } from "./get-recording.ts";
import { listRecordings } from "./list-recordings.ts";
import { renameRecording } from "./rename-recording.ts";

const cameMicros = Date.parse("2026-11-23T10:00:00Z") * 1000;
const timestamp = formatTimestamp(cameMicros);
const host = { ...identity, userType: "hosts" };
const fileKey = objectKey(identity, { kind: "upload", timestamp });
const detailsKey = objectKey(identity, { kind: "details", timestamp });
/** A recording that began in the same microsecond as the upload. */
const twin = makeRecordingId(cameMicros, new Uint8Array(6));
const twinKey = objectKey(identity, { kind: "segment", recordingId: twin, sequence: 0 });
const bare = { sizeBytes: 7, sha256: undefined, metadata: {} };

const readUrlSigner = {
  signGet: async ({ key, contentType, contentDisposition }: GetToSign) => ({
    url: `https://bucket.example/${key}?${contentType}&${contentDisposition}`,
    expiresAt: "2026-11-23T10:05:00Z",
  }),
};

function uploaded() {
  const ports = { ...storedRecording(0), readUrlSigner, identityRules };
  ports.store.objects.set(fileKey, bare);
  const input = { recordingId: timestamp };
  return {
    ports,
    store: ports.store,
    list: async () => (await listRecordings({ limit: 10 }, identity, ports)).recordings,
    get: (who = identity) => getRecording({ ...input, firstSequence: 0 }, who, ports),
    rename: (title: string, who = identity) => renameRecording({ ...input, title }, who, ports),
    remove: (who = identity) => deleteRecording(input, who, ports),
  };
}

test("an upload without a title is read by one URL and named after its time", async () => {
  const { get, list, store } = uploaded();
  expect(await get()).toEqual({
    state: "file",
    recordingId: timestamp,
    startedAt: "2026-11-23T10:00:00.000Z",
    sizeBytes: 7,
    file: {
      url: `https://bucket.example/${fileKey}?audio/webm&attachment; filename="${timestamp}.webm"; filename*=UTF-8''${timestamp}.webm`,
      expiresAt: "2026-11-23T10:05:00Z",
    },
    segments: [],
    segmentCount: 0,
  });
  const heads = store.headCount();
  expect(await list()).toEqual([
    { id: timestamp, startedAt: "2026-11-23T10:00:00.000Z", state: "file", sizeBytes: 7 },
  ]);
  // The list showed no details, so none are asked for.
  expect(store.headCount()).toBe(heads);
});

test("an upload takes a title and then another, and the file does not change", async () => {
  const { get, list, rename, store } = uploaded();
  const summary = { id: timestamp, state: "file", sizeBytes: 7 };
  expect(await rename("Grüße")).toMatchObject({ ...summary, title: "Grüße" });
  expect(await rename("東京")).toMatchObject({ ...summary, title: "東京" });
  expect(await list()).toMatchObject([{ ...summary, title: "東京" }]);
  const played = await get();
  expect(played.title).toBe("東京");
  expect(played.state === "file" && decodeURIComponent(played.file.url)).toContain("東京.webm");
  expect(store.objects.get(fileKey)).toBe(bare);
  expect(JSON.parse(store.objects.get(detailsKey)?.text ?? "")).toEqual({
    formatVersion: 1,
    timestamp,
    title: "東京",
  });
});

test("the title of an upload costs the list no further LIST", async () => {
  const { list, rename, store } = uploaded();
  await list();
  const listsBefore = store.listed.length;
  await rename("titled");
  await list();
  expect(store.listed.length - listsBefore).toBe(listsBefore);
});

test("an upload is deleted with its title; a recording of the same microsecond stays", async () => {
  const { get, list, remove, rename, store } = uploaded();
  store.objects.set(twinKey, bare);
  await rename("to go");
  expect(await remove()).toEqual({ objectCount: 2 });
  expect(store.libraryKeys().toSorted()).toEqual([detailsKey, twinKey].toSorted());
  expect(await list()).toMatchObject([{ id: twin, state: "open" }]);
  expect(await remove()).toEqual({ objectCount: 0 });
  const absent = { code: "RECORDING_NOT_FOUND" };
  await expect(get()).rejects.toMatchObject(absent);
  await expect(rename("back")).rejects.toMatchObject(absent);
  // A grant that was still in force stores the file again.
  store.objects.set(fileKey, bare);
  await expect(get()).rejects.toMatchObject(absent);
  expect(await list()).toMatchObject([{ id: twin, state: "open" }]);
});

test("only the same person finds an upload under another of their user types", async () => {
  const { get, remove, rename, store } = uploaded();
  expect(await rename("mine", host)).toMatchObject({ title: "mine" });
  expect(store.objects.has(detailsKey)).toBe(true);
  expect(await get(host)).toMatchObject({ title: "mine" });
  const other = { ...identity, sub: "f00d" };
  const absent = { code: "RECORDING_NOT_FOUND" };
  await expect(get(other)).rejects.toMatchObject(absent);
  await expect(rename("theirs", other)).rejects.toMatchObject(absent);
  expect(await remove(other)).toEqual({ objectCount: 0 });
  expect(await remove(host)).toEqual({ objectCount: 2 });
});

test("a rename replaces only the details that it has read, and restores none after a delete", async () => {
  const { ports, remove, rename, store } = uploaded();
  let reads = 0;
  const between = async () => {
    reads += 1;
    if (reads === 1) await rename("between");
    if (reads === 3) await remove();
  };
  const raced = {
    ...store,
    readJson: async (key: string) => {
      const found = await store.readJson(key);
      await between();
      return found;
    },
  };
  const late = (title: string) =>
    renameRecording({ recordingId: timestamp, title }, identity, { ...ports, store: raced });
  expect(await late("last")).toMatchObject({ title: "last" });
  expect(reads).toBe(2);
  await expect(late("ghost")).rejects.toMatchObject({ code: "RECORDING_NOT_FOUND" });
});

test("malformed details do not hide the file, and a rename replaces them", async () => {
  const { get, list, rename, store } = uploaded();
  store.objects.set(detailsKey, { ...bare, text: "no details", metadata: { title: "%" } });
  expect(await list()).toEqual([
    { id: timestamp, startedAt: "2026-11-23T10:00:00.000Z", state: "file", sizeBytes: 7 },
  ]);
  expect((await get()).title).toBeUndefined();
  expect(await rename("mended")).toMatchObject({ title: "mended" });
});

test("details without a file are not listed", async () => {
  const { list, remove, rename, store } = uploaded();
  await rename("left over");
  store.objects.delete(fileKey);
  expect(await list()).toEqual([]);
  expect(await remove()).toEqual({ objectCount: 1 });
});
