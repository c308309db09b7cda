// A recording's page: it shows the sound, plays it there, and leaves alone what plays elsewhere.
import { afterAll, beforeAll, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import {
  beginPlaying,
  pagePlayer,
  playButton,
  player,
  positionIn,
  waveIsDrawn,
} from "./player-story.ts";
import { playedPast, playerEvents, viewPlayer, waitForPlayerEvent } from "./player-tap.ts";
import { readRecording } from "./recordings.ts";
import { encodeTone, storeRecording } from "./stored-recording.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

/** The API of a busy machine takes seconds. */
const SOON = { timeout: 30_000 };

const positionText = (page: Page) => positionIn(page).getAttribute("aria-valuetext");

const rememberedPlaces = (page: Page) =>
  page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.startsWith("tapedeck.positions."))
      .map(([, places]) => String(places))
      .join(),
  );

const focusedName = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label"));

test.concurrent("shows the sound that a link opens, and plays it from the place of the link", async ({
  expect,
}) => {
  await using story = await beginPlaying(browser);
  const { page, stack } = story;
  const id = await storeRecording(stack, await encodeTone(page, 1001));
  await page.goto(`${stack.url}/recordings/${id}?t=3`);
  await expect.poll(() => positionText(page), SOON).toBe("3 seconds of 20 seconds");
  await waveIsDrawn(page);
  expect(await playerEvents(page)).not.toContain("playing");
  await page.getByRole("link", { name: "Recordings" }).click();
  await playButton(page).waitFor();
  // It was only looked at: nothing plays on, and no place in it is remembered.
  expect(await player(page).count()).toBe(0);
  expect(await rememberedPlaces(page)).not.toContain(id);
  await page.goBack();

  const play = page.getByRole("button", { name: "Play", exact: true });
  await play.press("Enter");
  await waitForPlayerEvent(page, "playing");
  expect((await viewPlayer(page)).currentSeconds).toBeGreaterThanOrEqual(2.95);
  expect((await viewPlayer(page)).currentSeconds).toBeLessThan(8);
  expect(await focusedName(page)).toBe("Pause");
  await page.getByRole("button", { name: /^Rename: / }).press("1");
  await expect.poll(async () => (await viewPlayer(page)).currentSeconds, SOON).toBeLessThan(3);
  expect(await player(page).count()).toBe(0);

  await page.getByRole("link", { name: "Recordings" }).click();
  await player(page).getByText("of 0:20").waitFor();
  expect((await viewPlayer(page)).isPaused).toBe(false);
  await player(page).getByRole("button", { name: "Pause" }).click();
  expect(await rememberedPlaces(page)).toContain(id);
  await player(page).getByRole("button", { name: "Play", exact: true }).click();
  await player(page).getByRole("button", { name: "Open the player" }).click();
  await pagePlayer(page).getByRole("button", { name: "Pause" }).waitFor();
  expect(await player(page).count()).toBe(0);
  await page.getByRole("button", { name: "Delete" }).click();
  await playButton(page).waitFor({ state: "detached" });
  expect(await player(page).count()).toBe(0);
  expect((await viewPlayer(page)).isPaused).toBe(true);
});

test.concurrent("goes on with one recording while a person opens the page of another, until they press Play there", async ({
  expect,
}) => {
  await using story = await beginPlaying(browser, { makesWholeFiles: true });
  const { page, stack } = story;
  const packets = await encodeTone(page, 3001);
  await storeRecording(stack, packets);
  await page.reload();
  await playButton(page).click();
  await waitForPlayerEvent(page, "playing");
  const peaks = new Uint8Array(200).fill(255);
  const other = await storeRecording(stack, packets.slice(0, 1001), { peaks });
  const wholeFile = async () => (await readRecording(stack, other)).wholeFile;
  await expect.poll(wholeFile, SOON).toBeDefined();
  await page.evaluate((path) => {
    history.pushState(null, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `/recordings/${other}`);
  await expect.poll(() => positionText(page), SOON).toBe("0 seconds of 20 seconds");
  await positionIn(page).press("5");
  expect(await positionText(page)).toBe("10 seconds of 20 seconds");
  await waveIsDrawn(page);
  await player(page).getByText("of 1:00").waitFor();
  const { isPaused, currentSeconds } = await viewPlayer(page);
  expect(isPaused).toBe(false);
  await playedPast(page, currentSeconds + 0.2);
  await pagePlayer(page).getByRole("button", { name: "Play" }).click();
  await waitForPlayerEvent(page, "playing", 2);
  const { durationSeconds, currentSeconds: startSeconds } = await viewPlayer(page);
  expect(durationSeconds).toBeCloseTo(20, 0);
  expect(startSeconds).toBeGreaterThanOrEqual(9.95);
  expect(await player(page).count()).toBe(0);
});

test.concurrent("stands without the player's code, and gets it once the network is there", async ({
  expect,
}) => {
  await using story = await beginPlaying(browser);
  const { page, stack } = story;
  const id = await storeRecording(stack, await encodeTone(page, 101));
  await page.route(/open-room/, (route) => route.abort());
  await page.goto(`${stack.url}/recordings/${id}`);
  await page.getByText("The player is not on this device yet.").waitFor();
  await page.getByText("In your bucket", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Download" }).waitFor();
  await page.unroute(/open-room/);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await pagePlayer(page).getByRole("button", { name: "Play" }).waitFor();
  expect(await page.getByText("The player is not on this device yet.").count()).toBe(0);
});
