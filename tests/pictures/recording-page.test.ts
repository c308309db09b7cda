// The page of a recording, and the player, in each of their states.
import { afterAll, beforeAll, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import type { RecordingId } from "@tapedeck/core/ids";
import { peakByte } from "@tapedeck/core/peaks";
import { seededRandom } from "@tapedeck/local/faults/seeded-random";
import { clockShows, stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { damageManifest } from "../journeys/damage-manifest.ts";
import { choose, downloadButton } from "../journeys/downloads.ts";
import { playButton, player, waveIsDrawn } from "../journeys/player-story.ts";
import { readWholeFile } from "../journeys/recordings.ts";
import { encodeTone, storeRecording } from "../journeys/stored-recording.ts";
import { storeRecording as storeNoise } from "../journeys/stored-recordings.ts";
import { startRecording } from "../journeys/story.ts";
import { openPath, openStage, storeLibrary, type Stage } from "./stage.ts";
import { takePictures } from "./take-pictures.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

const MINUTE = 60 * 48_000;

/** The peaks of speech: sentences, short pauses between them, and now and then a long one. */
function peaksOfSpeech(count: number): Uint8Array<ArrayBuffer> {
  const random = seededRandom(7);
  let left = 0;
  let isSpeech = false;
  let voice = 0.5;
  return Uint8Array.from({ length: count }, () => {
    if (left <= 0) {
      isSpeech = !isSpeech;
      const isLong = random() < 0.12;
      if (isLong) voice = 0.1 + 0.6 * random();
      left = Math.round(isSpeech ? 8 + random() * (isLong ? 300 : 30) : isLong ? 60 * random() : 6);
    }
    left -= 1;
    return peakByte(isSpeech ? voice * (0.05 + random() * random()) : 0.002);
  });
}

/** 25 minutes of a minute's sound over and over, with two gaps. */
async function storeLong({ page, stack, calls }: Stage): Promise<RecordingId> {
  const minute = await encodeTone(page, 3000);
  const id = await storeRecording(stack, Array<typeof minute>(25).fill(minute).flat(), {
    startedHoursAgo: 30,
    peaks: peaksOfSpeech(25 * 600),
    gaps: [
      { startSample: 8 * MINUTE, durationMs: 4000, reason: "interrupted" },
      { startSample: 17 * MINUTE, durationMs: 420, reason: "lost" },
    ],
  });
  await calls.mutate("recordings.rename", {
    recordingId: id,
    title: "Interview with Grandma, part 2",
  });
  await readWholeFile(stack, id);
  return id;
}

const playKey = (page: Page) => page.getByRole("button", { name: "Play", exact: true }).first();

test("a long recording: its page, its player, its files, its details", async () => {
  await using stage = await openStage(browser);
  const { page, stack } = stage;
  await storeLibrary(stage);
  const id = await storeLong(stage);
  await openPath(stage, `/recordings/${id}`);
  await page.getByText("Interview with Grandma").first().waitFor();
  await waveIsDrawn(page);
  await takePictures(page, "page");

  await takePictures(page, "page-download", {
    arrange: () => downloadButton(page).click(),
    tidy: () => page.keyboard.press("Escape"),
  });
  const lift = stack.faults.add({
    at: "s3",
    kind: "delay",
    delayMs: 3000,
    match: { method: "GET" },
  });
  await takePictures(page, "page-making-wav", {
    arrange: async () => {
      await choose(page, /^WAV/);
      await page.getByText(/Making the WAV/).waitFor();
    },
    tidy: () => page.getByRole("button", { name: "Cancel" }).click(),
  });
  lift();
  await page.getByText("Details", { exact: true }).click();
  await page.getByText(/^([0-9a-f]{8} ){7}[0-9a-f]{8}$/).waitFor();
  await takePictures(page, "page-details", {
    arrange: () => page.getByText("Details", { exact: true }).scrollIntoViewIfNeeded(),
  });

  await openPath(stage, `/recordings/${id}?t=475`);
  await playKey(page).click();
  await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await takePictures(page, "page-playing");
  await page.getByRole("link", { name: "Recordings" }).click();
  await player(page).waitFor();
  await playButton(page).waitFor();
  await takePictures(page, "library-playing");
});

test("unfinished on another device: not yet offered, offered, recovered", async () => {
  await using stage = await openStage(browser);
  const { page, stack } = stage;
  const packets = await encodeTone(page, 1 + 4 * 250);
  const young = await storeRecording(stack, packets, { startedHoursAgo: 3, lost: [1] });
  const old = await storeRecording(stack, packets, { startedHoursAgo: 73, lost: [1] });
  await openPath(stage, `/recordings/${young}`);
  await page.getByText("Another device has not sent all of this recording yet.").waitFor();
  await takePictures(page, "page-elsewhere");
  await openPath(stage, `/recordings/${old}`);
  const recover = page.getByRole("button", { name: "Recover it" });
  await recover.waitFor();
  await takePictures(page, "page-recover");
  await recover.click();
  await page.getByText("This recording was cut off").waitFor();
  await waveIsDrawn(page);
  await takePictures(page, "page-recovered");
});

test("a damaged one, one that is gone, and an address that is none", async () => {
  await using stage = await openStage(browser);
  const { page, stack, calls } = stage;
  const startedAt = new Date(Date.now() - 3_600_000);
  const id = await storeNoise(calls, { startedAt, title: "Broken" });
  await damageManifest(stack, id);
  await openPath(stage, `/recordings/${id}`);
  await page.getByText("What lists the segments of this recording").waitFor();
  await takePictures(page, "page-damaged");
  await calls.mutate("recordings.delete", { recordingId: id });
  const other = await storeNoise(calls, { startedAt: new Date(Date.now() - 7_200_000) });
  await calls.mutate("recordings.delete", { recordingId: other });
  await openPath(stage, `/recordings/${other}`);
  await page.getByText("This recording is not in your bucket.").waitFor();
  await takePictures(page, "page-gone");
  await openPath(stage, "/recordings/nonsense");
  await page.getByText("There is no such recording.").waitFor();
  await takePictures(page, "page-none");
});

test("one that waits for the network, and plays what is here", async () => {
  await using stage = await openStage(browser);
  const { page, context } = stage;
  await startRecording(page);
  await context.setOffline(true);
  await clockShows(page, 6);
  await stopButton(page).click();
  await page.locator(".row").getByText("Waits for network").waitFor();
  await takePictures(page, "library-waits");
  await page.locator(".row a").first().click();
  await playKey(page).waitFor();
  await waveIsDrawn(page);
  await takePictures(page, "page-waits");
});
