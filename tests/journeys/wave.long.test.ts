// The wave of a recording: there at once where the files hold peaks, computed once where they hold none.
import { afterAll, beforeAll, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { peakByte } from "@tapedeck/core/peaks";
import { clockShows, stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { countRequests } from "../fixtures/stack/count-requests.ts";
import { beginPlaying, playButton, player, recordIntoBucket, waveIsDrawn } from "./player-story.ts";
import { waitForPlayerEvent } from "./player-tap.ts";
import { readRecordings, readWholeFile } from "./recordings.ts";
import { answerWith, encodeTone, storeRecording } from "./stored-recording.ts";
import { onDevice, startRecording, type Story } from "./story.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

declare global {
  var decodeCount: number;
}

const CHANNEL = "tapedeck-test-decodes";

/** @returns how many packets the wave's AudioDecoder was given, of all sound that was played since */
async function countDecodes({ context, page }: Story): Promise<() => Promise<number>> {
  await context.route(/peaks-worker[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    const tap = `{
      const channel = new BroadcastChannel("${CHANNEL}");
      const { decode } = AudioDecoder.prototype;
      AudioDecoder.prototype.decode = function (packet) {
        channel.postMessage("packet");
        decode.call(this, packet);
      };
    }\n`;
    await route.fulfill({ response, body: tap + (await response.text()) });
  });
  await page.evaluate((name) => {
    globalThis.decodeCount = 0;
    new BroadcastChannel(name).onmessage = () => (globalThis.decodeCount += 1);
  }, CHANNEL);
  return () => page.evaluate(() => globalThis.decodeCount);
}

/** Of each 100 ms of the sound that entered the encoder, which priming comes before and padding after. */
async function recordedPeaks(page: Page): Promise<number[]> {
  const loudest = await page.evaluate(() => {
    const [recording] = globalThis.tapped.values();
    const samples = (recording?.sounds ?? []).slice(1, -1).flatMap((sound) => [...sound.samples]);
    return Array.from({ length: Math.ceil(samples.length / 4800) }, (_, index) =>
      samples
        .slice(index * 4800, (index + 1) * 4800)
        .reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
    );
  });
  return loudest.map(peakByte);
}

test.concurrent("shows the whole wave of what was just recorded, and decodes nothing", async ({
  expect,
}) => {
  await using story = await beginPlaying(browser, { makesWholeFiles: true, withSound: true });
  const { page, stack } = story;
  await recordIntoBucket(page, 7);
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  await readWholeFile(stack, recording.recordingId);
  const decodes = await countDecodes(story);
  const segments = countRequests(stack, "s3", { method: "GET", path: "_00000" });
  const ranges: (string | undefined)[] = [];
  page.on("request", (request) => {
    const isOfFile = request.url().includes(`${recording.recordingId}.webm`);
    if (isOfFile && request.resourceType() === "fetch") ranges.push(request.headers()["range"]);
  });
  await playButton(page).click();
  await player(page).getByRole("button", { name: "Open the player" }).click();
  await waveIsDrawn(page);
  const expected = await recordedPeaks(page);
  await expect.poll(() => keptPeaks(page), { timeout: 30_000 }).toEqual(expected);
  expect(expected.length).toBeGreaterThan(65);
  await waitForPlayerEvent(page, "ended");
  expect(await decodes()).toBe(0);
  expect(segments()).toBe(0);
  expect(ranges).toEqual([`bytes=0-${999 + expected.length}`]);
});

test.concurrent("shows the wave of what only this device holds, and decodes nothing", async ({
  expect,
}) => {
  await using story = await beginPlaying(browser);
  const { page, context } = story;
  const decodes = await countDecodes(story);
  await startRecording(page);
  await context.setOffline(true);
  await clockShows(page, 5);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  await playButton(page).click();
  await player(page).getByRole("button", { name: "Open the player" }).click();
  await waveIsDrawn(page);
  await waitForPlayerEvent(page, "ended");
  expect(await decodes()).toBe(0);
});

test.concurrent("computes the wave of a recording without peaks once, and keeps it on this device", async ({
  expect,
}) => {
  await using story = await beginPlaying(browser);
  const { page, stack } = story;
  const decodes = await countDecodes(story);
  await recordIntoBucket(page, 2);
  const packets = await encodeTone(page, 1001);
  await answerWith(page, await storeRecording(stack, packets));
  await playButton(page).click();
  await expect.poll(() => keptPeaks(page), { timeout: 60_000 }).toHaveLength(200);
  const peaks = await keptPeaks(page);
  expect(await decodes()).toBe(1001);
  // The tone swells as |sin t|, at half of full loudness: −6 dB are 227 of 255.
  expect(Math.max(...peaks)).toBeGreaterThan(220);
  expect(Math.max(...peaks)).toBeLessThan(235);
  expect(peaks[31]).toBeLessThan(150);
  expect(peaks[47]).toBeGreaterThan(220);

  const reads = countRequests(stack, "s3", { method: "GET", path: "_000003" });
  await player(page).getByRole("button", { name: "Close the player" }).click();
  await playButton(page).click();
  await waitForPlayerEvent(page, "playing", 2);
  await player(page).getByRole("button", { name: "Open the player" }).click();
  await waveIsDrawn(page);
  // The player has read this segment, as far ahead as it reads; the waveform has not.
  expect(reads()).toBeLessThanOrEqual(1);
});

/** What the browser's store holds of the first recording. */
function keptPeaks(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    // To open a database that is not there would make it.
    const databases = await indexedDB.databases();
    if (!databases.some(({ name }) => name === "tapedeck-peaks")) return [];
    const open = indexedDB.open("tapedeck-peaks");
    await new Promise((resolve) => (open.onsuccess = resolve));
    const all = open.result.transaction("peaks").objectStore("peaks").getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    const [peaks] = all.result as Uint8Array[];
    return [...(peaks ?? [])];
  });
}
