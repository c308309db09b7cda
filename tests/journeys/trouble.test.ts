// Records during trouble, in a real browser against the real servers. Each story ends with a sealed recording
// that equals the encoder's output. More troubles: tests/journeys/trouble.long.test.ts.
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { clockShows, recordButton, stopButton } from "../fixtures/browser/app.ts";
import { encoderGave, givenRecordings, soundPackets, type Given } from "./encoder-tap.ts";
import { decode } from "./playback.ts";
import { expectComplete, readRecordings } from "./recordings.ts";
import {
  beginStory,
  compared,
  inBucket,
  keptAndGiven,
  onDevice,
  recordDespite,
  recordDuring,
  recordOffline,
  startRecording,
} from "./story.ts";

const HOUR_MS = 3_600_000;

/** 100 ms: the most that closing a recording tab may lose. */
const MOST_LOST_PACKETS = 5;

const nothingGiven: Given = { soundSamples: 0, packets: [] };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

test.concurrent("uploads everything after 10 s offline while recording", async () => {
  await using story = await beginStory(browser);
  await recordOffline(story, 10);
  const { kept, given } = await keptAndGiven(story);
  expect(kept).toEqual(given);
});

test.concurrent.each<[string, readonly FaultRule[]]>([
  ["the API is down", [{ kind: "drop", at: "api" }]],
  ["S3 answers 503", [{ kind: "unavailable", at: "s3", match: { method: "PUT", path: ".webm" } }]],
])("keeps sound on the device while %s, and uploads it afterwards", async (_what, rules) => {
  await using story = await beginStory(browser);
  await recordDuring(story, rules);
  const { kept, given } = await keptAndGiven(story);
  expect(kept).toEqual(given);
});

test.concurrent.each<[string, readonly FaultRule[]]>([
  [
    "answers to stored PUTs are lost",
    [{ kind: "lose-answer", at: "s3", every: 2, match: { method: "PUT", path: ".webm" } }],
  ],
  ["the access token expires in the middle", [{ kind: "token-expired", at: "api", times: 1 }]],
  [
    "this device's clock is three hours behind",
    [
      { kind: "clock-skew", at: "s3", aheadMs: 3 * HOUR_MS },
      { kind: "clock-skew", at: "api", aheadMs: 3 * HOUR_MS },
    ],
  ],
])("uploads everything exactly once although %s", async (_what, rules) => {
  await using story = await beginStory(browser);
  await recordDespite(story, rules);
  const { kept, given } = await keptAndGiven(story);
  expect(kept).toEqual(given);
});

test.concurrent("completes both recordings when two tabs record at once", async () => {
  await using story = await beginStory(browser);
  const { context, page: one, stack } = story;
  const two = await context.newPage();
  await two.goto(stack.url);
  await recordButton(two).waitFor();
  await startRecording(one);
  await startRecording(two);
  await clockShows(one, 6);
  await clockShows(two, 6);
  await stopButton(one).click();
  await stopButton(two).click();
  await inBucket(one).waitFor({ timeout: 60_000 });
  await inBucket(two).waitFor({ timeout: 60_000 });
  const recordings = await readRecordings(stack);
  expect(recordings).toHaveLength(2);
  const tapped = await givenRecordings(one);
  expect(tapped).toHaveLength(2);
  // Both lists are in the order of the start.
  for (const [index, recording] of recordings.entries()) {
    const { kept, given, manifest } = compared(recording, tapped[index] ?? nothingGiven);
    expect(kept).toEqual(given);
    expect(manifest.durationMs).toBeGreaterThan(5900);
  }
});

test.concurrent("finishes pending uploads after the tab was closed and reopened, and reports no rescue", async () => {
  await using story = await beginStory(browser);
  const { context, page, stack } = story;
  const lift = stack.faults.add({ kind: "drop", at: "s3" });
  await startRecording(page);
  await clockShows(page, 5);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  const [tapped = nothingGiven] = await givenRecordings(page);
  await page.close();
  lift();
  const again = await context.newPage();
  await again.goto(stack.url);
  await inBucket(again).waitFor({ timeout: 60_000 });
  expect(await again.getByText(/Rescued|was cut off/).count()).toBe(0);
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  const { kept, given } = compared(recording, tapped);
  expect(kept).toEqual(given);
});

test.concurrent("rescues the recording of a closed tab from another open tab", async () => {
  await using story = await beginStory(browser);
  const { context, page: leader, stack } = story;
  const recorder = await context.newPage();
  await recorder.goto(stack.url);
  await startRecording(recorder);
  // The priming packet, 5 s of packets, and one more.
  await encoderGave(leader, 252);
  await recorder.close({ runBeforeUnload: false });
  await leader.getByText(/was cut off at 0:0\d/).waitFor();
  await inBucket(leader).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  const { joined, manifest } = expectComplete(recording);
  expect(manifest.durationMs).toBeGreaterThan(4900);
  const [{ packets } = nothingGiven] = await givenRecordings(leader);
  const kept = joined.packets.map((packet) => Buffer.from(packet));
  expect(kept).toEqual(packets.slice(0, kept.length));
  expect(packets.length - kept.length).toBeLessThanOrEqual(MOST_LOST_PACKETS);
});

test.concurrent("ends the recording with a sentence when the device is full, and uploads all sound until then", async () => {
  await using story = await beginStory(browser);
  const { context, page, stack } = story;
  const lift = stack.faults.add({ kind: "drop", at: "s3" });
  await startRecording(page);
  await clockShows(page, 3);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Storage.overrideQuotaForOrigin", { origin: stack.url, quotaSize: 1 });
  await page.getByText("This device is full.").waitFor({ timeout: 30_000 });
  await recordButton(page).waitFor();
  lift();
  await inBucket(page).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  const { joined, manifest } = expectComplete(recording);
  expect(manifest.durationMs).toBeGreaterThan(2900);
  const [{ packets: given } = nothingGiven] = await givenRecordings(page);
  expect(joined.packets.map((packet) => Buffer.from(packet))).toEqual(
    given.slice(0, joined.packets.length),
  );
});

test.concurrent("downloads a playable copy of the device's sound while offline", async () => {
  await using story = await beginStory(browser);
  const { context, page } = story;
  await startRecording(page);
  // Before the first segment is whole. Not earlier: without a service worker, the encoder's script would have
  // to come from the network.
  await context.setOffline(true);
  await clockShows(page, 5);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Save a copy" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^\d{4}(-\d{2}){5}-\d{6}-[0-9A-Z]{6}\.webm$/);
  const bytes = new Uint8Array(await readFile(await download.path()));
  const { packets, sampleCount } = readSegment(bytes);
  const [given = nothingGiven] = await givenRecordings(page);
  expect(sampleCount).toBe(given.soundSamples);
  expect(packets.map((packet) => Buffer.from(packet))).toEqual(soundPackets(given));
  expect((await decode(page, bytes)).length).toBe(sampleCount);
});
