// A person takes a recording out of the app: as each of the files that this browser can make.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { clockShows, recordingLinks, stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { bytesOf, choose, download, downloadButton, encodesAac } from "./downloads.ts";
import { givenRecordings, soundPackets } from "./encoder-tap.ts";
import { decode, snrDb } from "./playback.ts";
import { answerWith, encodeTone, storeRecording, storeWholeFile } from "./stored-recording.ts";
import { beginStory, inBucket, onDevice, startRecording } from "./story.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

/** Leaves the page of the recording open, where its files are. */
async function recordIntoBucket(page: Page, seconds: number): Promise<void> {
  await startRecording(page);
  await clockShows(page, seconds);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  await recordingLinks(page).first().click();
}

test.concurrent("downloads the original, a WAV and an Ogg, and each decodes to every sample that was recorded", async () => {
  await using story = await beginStory(browser);
  const { page } = story;
  await recordIntoBucket(page, 5);
  const [given] = await givenRecordings(page);
  if (!given) throw new Error("nothing was recorded");

  const original = await download(page, /^Original/);
  expect(original.suggestedFilename()).toMatch(/^\d{4}-\d\d-\d\d \d\d\.\d\d\.webm$/);
  const webm = await bytesOf(original);
  const packets = readSegment(webm).packets.map((packet) => Buffer.from(packet));
  expect(packets).toEqual(soundPackets(given));
  const sound = await decode(page, webm);
  expect(sound.length).toBe(given.soundSamples);

  const ogg = await download(page, /^Ogg/);
  expect(ogg.suggestedFilename()).toMatch(/\.ogg$/);
  // The same packets: bit for bit the same sound.
  const copied = await decode(page, await bytesOf(ogg));
  expect(copied.length).toBe(sound.length);
  expect(snrDb(sound, copied)).toBe(Infinity);

  const wav = await download(page, /^WAV/);
  expect(wav.suggestedFilename()).toMatch(/\.wav$/);
  const written = await decode(page, await bytesOf(wav));
  expect(written.length).toBe(sound.length);
  // 16 bits keep about 96 dB of full loudness; this sound is quieter.
  expect(snrDb(sound, written)).toBeGreaterThan(60);
});

test.concurrent("makes a WAV of the bucket's whole file although its URL expires meanwhile", async () => {
  await using story = await beginStory(browser);
  const { page, stack } = story;
  await recordIntoBucket(page, 5);
  await storeWholeFile(stack);
  const expired = { kind: "expired", at: "s3", match: { method: "GET" }, times: 1 } as const;
  stack.faults.add(expired);
  const wav = await download(page, /^WAV/);
  const [given] = await givenRecordings(page);
  expect((await decode(page, await bytesOf(wav))).length).toBe(given?.soundSamples);
  expect(stack.faults.hits.get(expired)).toBe(1);
});

test.concurrent("keeps an open menu, and makes its file, while the segments leave the device", async () => {
  await using story = await beginStory(browser);
  const { page, stack } = story;
  const lift = stack.faults.add({
    kind: "drop",
    at: "s3",
    match: { method: "PUT", path: ".webm" },
  });
  await startRecording(page);
  await clockShows(page, 5);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  await recordingLinks(page).first().click();
  await downloadButton(page).click();
  const wavItem = page.getByRole("menuitem", { name: /^WAV/ });
  await wavItem.waitFor();
  lift();
  await inBucket(page).waitFor({ timeout: 90_000 });
  const [wav] = await Promise.all([page.waitForEvent("download"), wavItem.click()]);
  const [given] = await givenRecordings(page);
  expect((await decode(page, await bytesOf(wav))).length).toBe(given?.soundSamples);
});

test.concurrent("offers no M4A where the browser does not encode AAC", async () => {
  await using story = await beginStory(browser);
  const { page } = story;
  await recordIntoBucket(page, 2);
  await downloadButton(page).click();
  await page.getByRole("menuitem", { name: /^WAV/ }).waitFor();
  const first = await page.getByRole("menuitem").first().boundingBox();
  expect(first?.y, "the menu is inside the window").toBeGreaterThanOrEqual(0);
  expect(await page.getByRole("menuitem", { name: /^M4A/ }).count()).toBe(
    (await encodesAac(page)) ? 1 : 0,
  );
  await page.keyboard.press("Escape");
  expect(await page.getByRole("menuitem").count()).toBe(0);
});

test.concurrent("stops making a file when the person cancels, and makes the next one", async () => {
  await using story = await beginStory(browser);
  const { page, stack } = story;
  await recordIntoBucket(page, 2);
  const packets = await encodeTone(page, 501);
  const tenMinutes = Array.from({ length: 30_001 }, (_, i) => packets[i % 501] ?? new Uint8Array());
  await answerWith(page, await storeRecording(stack, tenMinutes));
  let downloadCount = 0;
  page.on("download", () => (downloadCount += 1));
  await choose(page, /^WAV/);
  await page.getByText(/^Making the WAV, [1-9]\d*%$/).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText(/^Making the WAV/).waitFor({ state: "detached" });
  const ogg = await download(page, /^Ogg/);
  expect(ogg.suggestedFilename()).toMatch(/\.ogg$/);
  expect(downloadCount).toBe(1);
});
