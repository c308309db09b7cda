// A person plays a recording: from the bucket, from this device, and through trouble of the network.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { childrenOf } from "@tapedeck/core/webm/ebml-read";
import { Block, BlockGroup, SimpleBlock } from "@tapedeck/core/webm/elements";
import { clockShows, stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { countRequests } from "../fixtures/stack/count-requests.ts";
import { givenRecordings, soundPackets } from "./encoder-tap.ts";
import {
  beginPlaying,
  pagePlayer,
  playButton,
  player,
  positionIn,
  recordIntoBucket,
} from "./player-story.ts";
import { playedPast, playerEvents, viewPlayer, waitForPlayerEvent } from "./player-tap.ts";
import { answerWith, encodeTone, storeRecording, storeWholeFile } from "./stored-recording.ts";
import { onDevice, startRecording } from "./story.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

/** The packets of some clusters, which the bytes begin with. */
function packetsOf(bytes: Uint8Array): Buffer[] {
  return (
    [...childrenOf(bytes, { dataOffset: 0, endOffset: bytes.length })]
      .flatMap((cluster) => [...childrenOf(bytes, cluster)])
      .flatMap((child) => (child.id === BlockGroup ? [...childrenOf(bytes, child)] : [child]))
      .filter(({ id }) => id === SimpleBlock || id === Block)
      // Track number, time and flags come before the packet.
      .map(({ dataOffset, endOffset }) => Buffer.from(bytes.subarray(dataOffset + 4, endOffset)))
  );
}

/** The name that the library gives to a recording without a title. */
const OWN_NAME = /^\w+day (morning|afternoon|evening|night)/;

test.concurrent("plays the segments of the bucket as the encoder's own stream, without a stall", async () => {
  await using story = await beginPlaying(browser);
  const { page } = story;
  await recordIntoBucket(page, 7);
  await playButton(page).click();
  await player(page).getByText(OWN_NAME).waitFor();
  await waitForPlayerEvent(page, "ended");

  const appends = await page.evaluate(() => globalThis.playerAppends);
  const [given] = await givenRecordings(page);
  if (given === undefined) throw new Error("nothing was recorded");
  const [, ...clusters] = appends.map(({ bytes }) => new Uint8Array(Buffer.from(bytes, "base64")));
  const played = clusters.flatMap(packetsOf);
  expect(clusters.length).toBeGreaterThanOrEqual(4);
  expect(played).toEqual(soundPackets(given));

  const { buffered, durationSeconds, currentSeconds } = await viewPlayer(page);
  expect(buffered.length).toBe(1);
  expect(durationSeconds).toBeCloseTo(given.soundSamples / 48_000, 1);
  expect(currentSeconds).toBeCloseTo(durationSeconds, 1);
  const events = await playerEvents(page);
  // It waits for the first sound, and for nothing after it.
  expect(events.slice(events.indexOf("playing") + 1)).not.toContain("waiting");
});

test.concurrent("seeks by the keyboard to any place of the recording, and plays on from there", async () => {
  await using story = await beginPlaying(browser);
  const { page } = story;
  await recordIntoBucket(page, 7);
  await playButton(page).click();
  await waitForPlayerEvent(page, "playing");
  // ArrowDown steps back everywhere else in the player.
  await player(page)
    .getByRole("button", { name: /^Speed/ })
    .press("ArrowDown");
  await page.getByRole("menuitemradio", { name: "1×", exact: true }).press("Enter");
  await playedPast(page, 1);
  expect(await playerEvents(page)).not.toContain("seeked");
  await player(page).getByRole("button", { name: "Open the player" }).click();
  const slider = positionIn(page);
  const { durationSeconds } = await viewPlayer(page);
  const tenths = [3, 8, 1, 6, 2, 7, 0, 5, 4, 8, 1, 7, 2, 6, 3, 5, 0, 8, 4, 1];
  for (const [done, tenth] of tenths.entries()) {
    await slider.press(String(tenth));
    await waitForPlayerEvent(page, "seeked", done + 1);
    const { currentSeconds } = await viewPlayer(page);
    expect(currentSeconds).toBeGreaterThanOrEqual((durationSeconds * tenth) / 10 - 0.05);
  }
  const { currentSeconds } = await viewPlayer(page);
  await playedPast(page, currentSeconds + 0.5);
  expect(await slider.getAttribute("aria-valuetext")).toMatch(/^\d+ seconds? of \d+ seconds$/);
  await slider.press("Home");
  await pagePlayer(page).getByRole("button", { name: "Pause" }).click();
  expect((await viewPlayer(page)).isPaused).toBe(true);
});

test.concurrent("goes on at the same place after a URL expired and after the network was away", async () => {
  await using story = await beginPlaying(browser);
  const { page, stack } = story;
  await recordIntoBucket(page, 7);
  const expired = { kind: "expired", at: "s3", match: { method: "GET" } } as const;
  const lift = stack.faults.add(expired);
  await playButton(page).click();
  await player(page).getByText("The sound goes on once the network is back.").waitFor();
  lift();
  await waitForPlayerEvent(page, "playing");
  await player(page).getByText("The sound goes on").waitFor({ state: "detached" });
  await waitForPlayerEvent(page, "ended");
  expect((await viewPlayer(page)).currentSeconds).toBeGreaterThan(6);
});

test.concurrent("plays offline, and while it is being recorded, what this device holds", async () => {
  await using story = await beginPlaying(browser);
  const { page, context } = story;
  await startRecording(page);
  await context.setOffline(true);
  await clockShows(page, 5);
  await playButton(page).click();
  await waitForPlayerEvent(page, "playing");
  const { durationSeconds } = await viewPlayer(page);
  expect(durationSeconds).toBeGreaterThan(2);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  await waitForPlayerEvent(page, "ended");
});

test.concurrent("pauses when a recording starts, and remembers the place over a reload", async () => {
  await using story = await beginPlaying(browser);
  const { page } = story;
  await recordIntoBucket(page, 13);
  await playButton(page).click();
  await playedPast(page, 6);
  await startRecording(page);
  expect((await viewPlayer(page)).isPaused).toBe(true);
  await page.getByRole("button", { name: "Pause" }).last().waitFor();
  await player(page).getByRole("button", { name: "Play", exact: true }).waitFor();
  const before = (await viewPlayer(page)).currentSeconds;
  await player(page).getByRole("button", { name: "Close the player" }).click();
  await page
    .locator(".row")
    .getByRole("button", { name: /^Play / })
    .last()
    .click();
  await waitForPlayerEvent(page, "playing", 2);
  expect((await viewPlayer(page)).currentSeconds).toBeGreaterThan(before - 0.3);
});

test.concurrent("starts to play an hour of segments, and from its middle, after three objects at the most", async () => {
  await using story = await beginPlaying(browser);
  const { page, stack } = story;
  await recordIntoBucket(page, 2);
  const second = await encodeTone(page, 51);
  const hour = Array.from({ length: 180_001 }, (_, i) => second[i % 51] ?? new Uint8Array());
  await answerWith(page, await storeRecording(stack, hour));
  const objects = countRequests(stack, "s3", { method: "GET" });
  await playButton(page).click();
  await waitForPlayerEvent(page, "playing");
  // The manifest, and a segment. More may have come since.
  console.log(`an hour starts to play after ${objects()} objects`);
  expect(objects()).toBeLessThanOrEqual(3);
  expect((await viewPlayer(page)).durationSeconds).toBeCloseTo(3600, 0);
  const before = objects();
  await player(page).getByRole("button", { name: "Open the player" }).click();
  await positionIn(page).press("5");
  await playedPast(page, 1801);
  const { buffered } = await viewPlayer(page);
  // Only what is heard soon is read: a minute from each place on.
  expect(objects() - before).toBeLessThanOrEqual(30);
  expect(buffered[0]?.[0]).toBeGreaterThan(1700);
}, 240_000);

test.concurrent("plays the whole file where the bucket has it: one object, renewed when its URL expires", async () => {
  await using story = await beginPlaying(browser);
  const { page, stack } = story;
  await recordIntoBucket(page, 7);
  await storeWholeFile(stack);
  const segments = countRequests(stack, "s3", { method: "GET", path: "_00000" });
  const expired = { kind: "expired", at: "s3", match: { method: "GET" } } as const;
  const lift = stack.faults.add(expired);
  await playButton(page).click();
  await waitForPlayerEvent(page, "error");
  lift();
  await waitForPlayerEvent(page, "playing");
  await waitForPlayerEvent(page, "ended");
  expect(segments()).toBe(0);
  expect(await page.evaluate(() => globalThis.playerAppends.length)).toBe(0);
  const [given] = await givenRecordings(page);
  expect((await viewPlayer(page)).durationSeconds).toBeCloseTo(
    (given?.soundSamples ?? 0) / 48_000,
    1,
  );
});
