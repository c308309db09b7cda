// One-off uploads in the library: listed, read, named and deleted like recordings.
import { expect, test } from "vitest";
import { formatTimestamp, makeRecordingId } from "../ids.ts";
import { objectKey } from "../object-key.ts";
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
/** Began in the same microsecond. */
const twin = makeRecordingId(cameMicros, new Uint8Array(6));
const twinKey = objectKey(identity, { kind: "segment", recordingId: twin, sequence: 0 });
const bare = { sizeBytes: 7, sha256: undefined, metadata: {} };

const readUrlSigner = {
  signGet: async ({ key, contentDisposition }: { key: string; contentDisposition: string }) => ({
    url: `https://bucket.example/${key}?${contentDisposition}`,
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

test("an upload without a title is read by one URL, under the name of its time", async () => {
  const { get, list, store } = uploaded();
  expect(await get()).toEqual({
    state: "file",
    recordingId: timestamp,
    startedAt: "2026-11-23T10:00:00.000Z",
    sizeBytes: 7,
    file: {
      url: `https://bucket.example/${fileKey}?attachment; filename="${timestamp}.webm"; filename*=UTF-8''${timestamp}.webm`,
      expiresAt: "2026-11-23T10:05:00Z",
    },
    segments: [],
    segmentCount: 0,
  });
  const heads = store.headCount();
  expect(await list()).toEqual([
    { id: timestamp, startedAt: "2026-11-23T10:00:00.000Z", state: "file", sizeBytes: 7 },
  ]);
  // Where there are no details, none are asked for.
  expect(store.headCount()).toBe(heads);
});

test("an upload is given a title, and another; the file is not touched", async () => {
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

test("an upload is deleted with its title, and nothing of a recording that began in its microsecond", async () => {
  const { get, list, remove, rename, store } = uploaded();
  store.objects.set(twinKey, bare);
  await rename("to go");
  expect(await remove()).toEqual({ objectCount: 2 });
  expect([...store.objects.keys()].toSorted()).toEqual([detailsKey, twinKey].toSorted());
  expect(await list()).toMatchObject([{ id: twin, state: "open" }]);
  expect(await remove()).toEqual({ objectCount: 0 });
  const absent = { code: "RECORDING_NOT_FOUND" };
  await expect(get()).rejects.toMatchObject(absent);
  await expect(rename("back")).rejects.toMatchObject(absent);
  // By a grant that was still in force.
  store.objects.set(fileKey, bare);
  await expect(get()).rejects.toMatchObject(absent);
  expect(await list()).toMatchObject([{ id: twin, state: "open" }]);
});

test("an upload is found under another user type of the same person, and by nobody else", async () => {
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

test("a rename beside another goes over what it has read, and none comes back after a delete", async () => {
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

test("details that are none of ours hide no file, and a rename replaces them", async () => {
  const { get, list, rename, store } = uploaded();
  store.objects.set(detailsKey, { ...bare, text: "no details", metadata: { title: "%" } });
  expect(await list()).toEqual([
    { id: timestamp, startedAt: "2026-11-23T10:00:00.000Z", state: "file", sizeBytes: 7 },
  ]);
  expect((await get()).title).toBeUndefined();
  expect(await rename("mended")).toMatchObject({ title: "mended" });
});

test("details without a file are no entry of the list", async () => {
  const { list, remove, rename, store } = uploaded();
  await rename("left over");
  store.objects.delete(fileKey);
  expect(await list()).toEqual([]);
  expect(await remove()).toEqual({ objectCount: 1 });
});
