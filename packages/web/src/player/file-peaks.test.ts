import { afterEach, expect, test, vi } from "vitest";
import { fileWith, PEAKS } from "../testing/peaks-file.ts";
import { readFilePeaks } from "./file-peaks.ts";
import type { Sound } from "./find-sound.ts";

const facts = { title: undefined, gaps: [], durationMs: 4000 };
const { signal } = new AbortController();

/** S3 with one object: it gives the bytes of the range that it is asked for. */
function bucketWith(file: Uint8Array<ArrayBuffer>): { sound: Sound; ranges: string[] } {
  const ranges: string[] = [];
  vi.stubGlobal("fetch", async (_url: string, init: { headers: { range: string } }) => {
    const { range } = init.headers;
    ranges.push(range);
    const [first, last] = range.replace("bytes=", "").split("-").map(Number);
    return new Response(file.slice(first, Number(last) + 1), { status: 206 });
  });
  const url = "https://s3.invalid/whole.webm";
  return { sound: { kind: "url", url, sizeBytes: file.length, ...facts }, ranges };
}

afterEach(() => vi.unstubAllGlobals());

test("one range of the whole file in the bucket gives all its peaks", async () => {
  const { sound, ranges } = bucketWith(fileWith(PEAKS));
  expect([...((await readFilePeaks(sound, signal)) ?? [])]).toEqual(PEAKS.flat());
  expect(ranges).toEqual(["bytes=0-1039"]);
});

test("a file on this device gives its peaks", async () => {
  const sound: Sound = { kind: "device", bytes: fileWith(PEAKS), isPartial: false, ...facts };
  expect([...((await readFilePeaks(sound, signal)) ?? [])]).toEqual(PEAKS.flat());
});

test("there are none where the file holds none, so that they are computed", async () => {
  const { sound } = bucketWith(fileWith(undefined));
  expect(await readFilePeaks(sound, signal)).toBeUndefined();
});

test("a refused URL and a lost connection are failures, so that the caller tries again", async () => {
  const { sound } = bucketWith(fileWith(PEAKS));
  vi.stubGlobal("fetch", async () => new Response("", { status: 403 }));
  await expect(readFilePeaks(sound, signal)).rejects.toMatchObject({ code: "GRANT_EXPIRED" });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
  await expect(readFilePeaks(sound, signal)).rejects.toMatchObject({ code: "CONNECTION_LOST" });
});

test("there are none where the file is gone, so that they are computed from its segments", async () => {
  const { sound } = bucketWith(fileWith(PEAKS));
  vi.stubGlobal("fetch", async () => new Response("", { status: 404 }));
  expect(await readFilePeaks(sound, signal)).toBeUndefined();
});

test("a one-off upload is not asked, because its length is not known", async () => {
  const { sound, ranges } = bucketWith(fileWith(PEAKS));
  const upload = { ...sound, durationMs: undefined };
  expect(await readFilePeaks(upload, signal)).toBeUndefined();
  expect(ranges).toEqual([]);
});
