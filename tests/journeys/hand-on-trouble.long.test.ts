// A person takes a recording out of the app while the network goes, a URL expires, or another device deletes it.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import type { RecordingId } from "@tapedeck/core/ids";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { countRequests } from "../fixtures/stack/count-requests.ts";
import { bytesOf, choose, download, downloadButton } from "./downloads.ts";
import { encodeTone, storeRecording, storeWholeFile } from "./stored-recording.ts";
import { beginStory, type Story } from "./story.ts";

const FIVE_MINUTES_PACKETS = 15_001;
/** Its file is in the middle: some of it is read, and some is not. */
const inTheMiddle = (page: Page) => page.getByText(/^Making the WAV, [1-3]\d%$/).waitFor();
const waiting = (page: Page) => page.getByText(/^The WAV waits for the network, \d+%$/);
const progress = (page: Page) => page.getByRole("progressbar", { name: "Making the WAV" });

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

/** Names of the files that conversions have on the browser's disk. */
const filesOnDisk = (page: Page) =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle("tapedeck-downloads", { create: true });
    return Array.fromAsync(folder.keys());
  });

interface OpenRecording extends Story {
  readonly recordingId: RecordingId;
}

/** Five minutes are in the bucket, and their page is open. */
async function openRecording({ hasWholeFile = true } = {}): Promise<OpenRecording> {
  const story = await beginStory(browser);
  const { context, page, stack } = story;
  const packets = await encodeTone(page, 501);
  const repeated = Array.from(
    { length: FIVE_MINUTES_PACKETS },
    (_, i) => packets[i % 501] ?? new Uint8Array(),
  );
  const recordingId = await storeRecording(stack, repeated);
  if (hasWholeFile) await storeWholeFile(stack);
  // Then the page computes no waveform, for which it would read the sound too. The converter has its own decoder.
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, "AudioDecoder"));
  await page.goto(`${stack.url}/recordings/${recordingId}`);
  await downloadButton(page).waitFor();
  return { ...story, recordingId };
}

/** Follows the reads of the converter; an audio element names no end of its ranges. */
function followReads({ context }: OpenRecording): { from: number; to: number }[] {
  const reads: { from: number; to: number }[] = [];
  context.on("request", (request) => {
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers()["range"] ?? "");
    if (range) reads.push({ from: Number(range[1]), to: Number(range[2]) + 1 });
  });
  return reads;
}

test.concurrent("finishes a WAV after the network was away in its middle, and reads nothing twice", async () => {
  await using story = await openRecording();
  const { context, page } = story;
  const undisturbed = await bytesOf(await download(page, /^WAV/));
  const reads = followReads(story);
  const downloading = page.waitForEvent("download", { timeout: 60_000 });
  await choose(page, /^WAV/);
  await inTheMiddle(page);
  await context.setOffline(true);
  await waiting(page).waitFor();
  const triedBytes = Math.max(...reads.map(({ from }) => from));
  const readsBefore = reads.length;
  await context.setOffline(false);
  const file = await bytesOf(await downloading);
  await progress(page).waitFor({ state: "detached" });
  expect(Buffer.from(file).equals(undisturbed)).toBe(true);
  expect(reads.filter(({ from }) => from === 0)).toHaveLength(1);
  expect(triedBytes).toBeGreaterThan(0);
  expect(reads.slice(readsBefore).every(({ from }) => from >= triedBytes)).toBe(true);
});

test.concurrent("finishes a WAV whose URL expires in its middle, without a word", async () => {
  await using story = await openRecording();
  const { page, stack } = story;
  const undisturbed = await bytesOf(await download(page, /^WAV/));
  const downloading = page.waitForEvent("download", { timeout: 60_000 });
  await choose(page, /^WAV/);
  await inTheMiddle(page);
  const expired = { kind: "expired", at: "s3", match: { method: "GET" }, times: 1 } as const;
  stack.faults.add(expired);
  const file = await bytesOf(await downloading);
  expect(stack.faults.hits.get(expired)).toBe(1);
  expect(Buffer.from(file).equals(undisturbed)).toBe(true);
});

test.concurrent("stops making a file when the person cancels while it waits for the network", async ({
  expect,
}) => {
  await using story = await openRecording();
  const { context, page } = story;
  let downloadCount = 0;
  page.on("download", () => (downloadCount += 1));
  await choose(page, /^WAV/);
  await inTheMiddle(page);
  await context.setOffline(true);
  await waiting(page).waitFor();
  expect(await filesOnDisk(page)).toHaveLength(1);
  await page.getByRole("button", { name: "Cancel" }).click();
  await progress(page).waitFor({ state: "detached" });
  await expect.poll(() => filesOnDisk(page)).toEqual([]);
  await context.setOffline(false);
  const ogg = await download(page, /^Ogg/);
  expect(ogg.suggestedFilename()).toMatch(/\.ogg$/);
  expect(await progress(page).count()).toBe(0);
  expect(downloadCount).toBe(1);
});

test.concurrent("says in one sentence that another device deleted the recording, and saves nothing", async ({
  expect,
}) => {
  await using story = await openRecording();
  const { page, stack, recordingId } = story;
  let downloadCount = 0;
  page.on("download", () => (downloadCount += 1));
  await choose(page, /^WAV/);
  await inTheMiddle(page);
  const path = `${recordingId}.webm`;
  const lift = stack.faults.add({ kind: "drop", at: "s3", match: { method: "GET", path } });
  await waiting(page).waitFor();
  const authorization = `Bearer ${await stack.tokenOf("ada")}`;
  const deleted = await stack.post("recordings.delete", JSON.stringify({ recordingId }), {
    authorization,
  });
  expect(deleted.status).toBe(200);
  lift();
  await page.getByText("This recording was deleted, so there is no file of it.").waitFor();
  expect(await page.getByRole("alert").count()).toBe(1);
  expect(await progress(page).count()).toBe(0);
  expect(downloadCount).toBe(0);
  await expect.poll(() => filesOnDisk(page)).toEqual([]);
});

test.concurrent("reads each segment once although the network goes while it collects them", async () => {
  await using story = await openRecording({ hasWholeFile: false });
  const { page, stack } = story;
  const undisturbed = await bytesOf(await download(page, /^WAV/));
  // The player reads twelve ahead.
  const early = countRequests(stack, "s3", { method: "GET", path: "_000020.webm" });
  const match = { method: "GET", path: "_000040.webm" };
  const lift = stack.faults.add({ kind: "drop", at: "s3", match });
  const downloading = page.waitForEvent("download", { timeout: 60_000 });
  await choose(page, /^WAV/);
  await waiting(page).waitFor();
  lift();
  const file = await bytesOf(await downloading);
  expect(Buffer.from(file).equals(undisturbed)).toBe(true);
  expect(early()).toBe(1);
});
