// One person, one recording: made, found again after a reload, named, heard, taken out of the app, deleted. Told in
// steps, of which each needs the one before it. ffmpeg and Firefox judge the file, so `npm run test:tools` runs this.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect } from "vitest";
import type { RecordingId } from "@tapedeck/core/ids";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { isTombstone } from "@tapedeck/core/tombstone";
import { seededRandom } from "@tapedeck/local/faults/seeded-random";
import { clockShows, recordingLinks, stopButton } from "../fixtures/browser/app.ts";
import { findPrograms, SHARED_NEEDS } from "../fixtures/debian-programs.ts";
import { packetsOf } from "../fixtures/packets-of.ts";
import { readBucket } from "../fixtures/stack/bucket.ts";
import { bytesOf, download, downloadButton, encodesAac } from "./downloads.ts";
import { encodeContinuously, givenRecordings, soundPackets } from "./encoder-tap.ts";
import { lengthsOf } from "./lengths.ts";
import { beginFindStory, dayOf, LANDS_WITHIN_SECONDS, SOON, type FindStory } from "./find-story.ts";
import { player } from "./player-story.ts";
import { tapPlayer, viewPlayer, waitForPlayerEvent } from "./player-tap.ts";
import { expectComplete, readRecording, readWholeFile } from "./recordings.ts";
import { firstDifference, oggOf, samplesOf } from "./samples.ts";
import { seekTo } from "./seeking.ts";
import { tellInSteps } from "./steps.ts";
import { inBucket, startRecording } from "./story.ts";

const STEP_MS = 240_000;
/** One packet: no reader needs to know more of a length. */
const LENGTH_SECONDS = 0.02;
/** Chromium's decoder and ffmpeg's round to 16 bits in ways of their own. */
const ROUNDING = 2;
/** Of AAC, in samples: what its encoder puts before the sound, and the frame that it fills up. */
const AAC_SAMPLES = 2112 + 1024;
const RECORDED_SECONDS = 60;
const PAUSE_MS = 2000;
const NAME = "Sea and gulls";

const cleanup = new AsyncDisposableStack();
const startedAtMs = Date.now();
let programs: Readonly<Record<keyof typeof SHARED_NEEDS, string>>;
let dir: string;
let told: FindStory;
let story: FindStory["story"];
let page: FindStory["page"];
let recordingId: RecordingId;
/** What one fresh encoder makes of all the sound. */
let continuous: readonly Buffer[];
let wholeFile: Uint8Array;
/** The whole file, decoded. */
let samples: Int16Array;

beforeAll(async () => {
  programs = await findPrograms("The story of one recording", SHARED_NEEDS);
  dir = await mkdtemp(join(tmpdir(), "tapedeck-find-again-"));
  cleanup.defer(() => rm(dir, { recursive: true, force: true }));
  told = await beginFindStory(cleanup);
  ({ story, page } = told);
});
afterAll(async () => {
  console.log(`the story took ${Math.round((Date.now() - startedAtMs) / 1000)} s`);
  await cleanup.disposeAsync();
});

const step = tellInSteps(STEP_MS);
const inTheBucket = (id: RecordingId) => readRecording(story.stack, id);

const rowOf = (name: string) => page.locator(".row", { hasText: name });

async function chooseInMenu(name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^More for ${name}, `) }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

async function chooseSpeed(speed: string): Promise<void> {
  await page.getByRole("button", { name: /^Speed/ }).press("ArrowDown");
  await page.getByRole("menuitemradio", { name: speed, exact: true }).click();
}

async function pauseFor(pauseMs: number): Promise<void> {
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Resume" }).waitFor();
  await sleep(pauseMs);
  await page.getByRole("button", { name: "Resume" }).click();
}

step(
  "a minute with two pauses arrives in the bucket, and its manifest names both pauses",
  async () => {
    await startRecording(page);
    await clockShows(page, RECORDED_SECONDS / 3);
    await pauseFor(PAUSE_MS);
    await clockShows(page, (RECORDED_SECONDS * 2) / 3);
    await pauseFor(PAUSE_MS);
    await clockShows(page, RECORDED_SECONDS);
    await stopButton(page).click();
    await inBucket(page).waitFor(SOON);

    recordingId = await told.newestId();
    const { manifest } = expectComplete(await inTheBucket(recordingId));
    expect(manifest.sampleCount).toBeGreaterThan((RECORDED_SECONDS - 1) * SAMPLE_RATE_HZ);
    // A busy machine may lose sound, and the manifest then has gaps for other reasons too.
    const pauses = manifest.gaps.filter(({ reason }) => reason === "paused");
    expect(pauses.length).toBe(2);
    for (const { durationMs } of pauses) expect(durationMs).toBeGreaterThan(PAUSE_MS * 0.95);
  },
);

step(
  "the whole file appears by itself, and holds each packet of the continuous encode once, in order",
  async () => {
    wholeFile = await readWholeFile(story.stack, recordingId);
    const packets = (await packetsOf(wholeFile)).map((packet) => Buffer.from(packet));
    const [given] = await givenRecordings(page);
    expect(packets).toEqual(given && soundPackets(given));
    continuous = await encodeContinuously(page);
    expect(packets).toEqual(continuous.slice(0, packets.length));
  },
);

step("ffprobe, mediabunny, Chromium and Firefox agree on its length", async () => {
  const file = join(dir, "whole.webm");
  await writeFile(file, wholeFile);
  const { manifest } = expectComplete(await inTheBucket(recordingId));
  const seconds = manifest.durationMs / 1000;
  const lengths = await lengthsOf(file, programs, page);
  console.log(`seconds by the manifest: ${seconds};`, lengths);
  const apart: string[] = [];
  for (const [reader, length] of Object.entries(lengths)) {
    if (Math.abs(length - seconds) > LENGTH_SECONDS) apart.push(`${reader}: ${length}`);
  }
  expect(apart).toEqual([]);
});

step("it decodes to every sample of the continuous encode", async () => {
  const file = join(dir, "continuous.ogg");
  await writeFile(file, await oggOf(continuous));
  samples = await samplesOf(programs.ffmpeg, join(dir, "whole.webm"));
  const { manifest } = expectComplete(await inTheBucket(recordingId));
  expect(samples.length).toBe(manifest.sampleCount);
  expect(samples.some((sample) => Math.abs(sample) > 3000)).toBe(true);
  const all = await samplesOf(programs.ffmpeg, file);
  expect(firstDifference(samples, all.subarray(0, samples.length))).toBeUndefined();
});

step("a person finds it after a reload, and names it", async () => {
  await tapPlayer(story.context);
  await page.reload();
  await recordingLinks(page).nth(1).waitFor(SOON);
  const search = page.getByRole("searchbox");
  await search.fill(dayOf(recordingId));
  await expect.poll(() => recordingLinks(page).count(), SOON).toBe(1);
  await chooseInMenu("\\w+day \\w+", "Rename");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(NAME);
  await page.keyboard.press("Enter");
  await search.fill("gulls");
  await expect.poll(() => page.locator("mark").allTextContents(), SOON).toEqual(["gulls"]);
  await expect.poll(async () => (await inTheBucket(recordingId)).manifest?.title, SOON).toBe(NAME);
});

step("it plays at three times the speed to its end, and never stands still", async () => {
  await page.getByRole("button", { name: new RegExp(`^Play ${NAME}, `) }).click();
  await waitForPlayerEvent(page, "playing");
  await chooseSpeed("3×");
  await waitForPlayerEvent(page, "ended");
  expect(await page.evaluate(() => globalThis.playerStalls)).toEqual([]);
  // The whole file, not its segments.
  expect(await page.evaluate(() => globalThis.playerAppends.length)).toBe(0);
  const { currentSeconds } = await viewPlayer(page);
  const seconds = samples.length / SAMPLE_RATE_HZ;
  expect(Math.abs(currentSeconds - seconds)).toBeLessThanOrEqual(LENGTH_SECONDS);
});

step("twenty seeks land where the person pressed, and the sound goes on from there", async () => {
  await player(page).getByRole("button", { name: "Open the player" }).click();
  await chooseSpeed("1×");
  const seed = Date.now() % 1_000_000;
  console.log(`the seed of the seeks is ${seed}`);
  const random = seededRandom(seed);
  for (let seek = 0; seek < 20; seek++) {
    const { wantedSeconds, landedSeconds } = await seekTo(page, random() * 0.8);
    expect(Math.abs(landedSeconds - wantedSeconds)).toBeLessThanOrEqual(LANDS_WITHIN_SECONDS);
  }
});

step("each file that the browser offers decodes to the sound of the recording", async () => {
  await told.openStudio(`/recordings/${recordingId}`);
  const hasM4a = await encodesAac(page);
  await downloadButton(page).click();
  const offered = page.getByRole("menuitem").locator("b");
  const names = ["Original", ...(hasM4a ? ["M4A"] : []), "WAV", "Ogg"];
  await expect.poll(() => offered.allTextContents(), SOON).toEqual(names);
  await page.keyboard.press("Escape");

  const original = await download(page, /^Original/);
  expect(original.suggestedFilename()).toContain(NAME);
  expect(Buffer.compare(await bytesOf(original), wholeFile)).toBe(0);

  const wav = await download(page, /^WAV/);
  const written = await samplesOf(programs.ffmpeg, await wav.path());
  expect(written.length).toBe(samples.length);
  const most = written.reduce((max, s, i) => Math.max(max, Math.abs(s - (samples[i] ?? 0))), 0);
  console.log(`a sample of the WAV differs from ffmpeg's by ${most} of 32,768 at the most`);
  expect(most).toBeLessThanOrEqual(ROUNDING);

  const ogg = await download(page, /^Ogg/);
  const copied = await samplesOf(programs.ffmpeg, await ogg.path());
  expect(firstDifference(samples, copied)).toBeUndefined();

  if (!hasM4a) return;
  const m4a = await samplesOf(programs.ffmpeg, await (await download(page, /^M4A/)).path());
  expect(Math.abs(m4a.length - samples.length)).toBeLessThanOrEqual(AAC_SAMPLES);
});

step(
  "a delete that is undone leaves the recording, and it plays; the second one leaves tombstones only",
  async () => {
    await told.openStudio();
    await chooseInMenu(NAME, "Delete");
    await page.getByText(`Deleted “${NAME}”`).waitFor();
    expect(await rowOf(NAME).count()).toBe(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: new RegExp(`^Play ${NAME}, `) }).click();
    await waitForPlayerEvent(page, "playing");
    await player(page).getByRole("button", { name: "Close the player" }).click();
    expect((await inTheBucket(recordingId)).wholeFile?.bytes).toEqual(wholeFile);

    await chooseInMenu(NAME, "Delete");
    await page.getByText(`Deleted “${NAME}”`).waitFor({ state: "detached", timeout: 30_000 });
    const left = async () =>
      (await readBucket(story.stack)).filter(({ key }) => key.includes(recordingId));
    // One tombstone under each of the person's user types.
    await expect
      .poll(async () => (await left()).map(({ object }) => object.kind), SOON)
      .toEqual(["manifest", "manifest", "manifest"]);
    for (const { bytes } of await left()) {
      expect(isTombstone(new TextDecoder().decode(bytes))).toBe(true);
    }
    const other = (await readBucket(story.stack)).filter(({ key }) => key.includes(told.otherId));
    expect(other.map(({ object }) => object.kind).toSorted()).toEqual([
      "file",
      "manifest",
      "segment",
    ]);
  },
);
