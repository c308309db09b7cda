// The keys of the deck: they never move, they keep the focus, and no single key records or ends.
import { afterAll, beforeAll, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { clockShows, inBucket, recordButton, stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { readBucket } from "../fixtures/stack/bucket.ts";
import { forgetMicrophone } from "./first-visit.ts";
import { focusedName, tabTo } from "./keyboard.ts";
import { readRecordings } from "./recordings.ts";
import { beginStory, startRecording } from "./story.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

const pauseButton = (page: Page) => page.getByRole("button", { name: "Pause" });

/** Of all three keys, in px. */
async function placesOfKeys(page: Page): Promise<unknown> {
  return page.locator(".deck .key button").evaluateAll((keys) =>
    keys.map((key) => {
      const { x, y, width, height } = key.getBoundingClientRect();
      return [x, y, width, height].map(Math.round);
    }),
  );
}

test.concurrent.for([
  ["phone", { width: 390, height: 844 }],
  ["desktop", { width: 1280, height: 800 }],
] as const)("no key moves, whatever the deck of a %s shows", async ([, size], { expect }) => {
  await using story = await beginStory(browser);
  const { page, context } = story;
  await page.setViewportSize(size);
  const places = await placesOfKeys(page);
  const expectSamePlaces = async (state: string) =>
    expect(await placesOfKeys(page), `the keys, ${state}`).toEqual(places);
  await startRecording(page);
  await expectSamePlaces("recording");
  await clockShows(page, 3);
  await expectSamePlaces("recording, with sound in the bucket");
  await context.setOffline(true);
  await page.getByText("Offline").first().waitFor();
  await expectSamePlaces("offline");
  await context.setOffline(false);
  await pauseButton(page).click();
  await page.getByRole("button", { name: "Resume" }).waitFor();
  await expectSamePlaces("paused");
  await stopButton(page).click();
  await page.getByRole("button", { name: "Play what was just saved" }).waitFor();
  await expectSamePlaces("stopped");
  await inBucket(page).waitFor({ timeout: 60_000 });
  await expectSamePlaces("saved");
});

test.concurrent("on a phone on its side, in half a window and at 400 %, the rows have room beside what was recorded", async ({
  expect,
}) => {
  await using story = await beginStory(browser);
  const { page } = story;
  await startRecording(page);
  await clockShows(page, 2);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  for (const [width, height] of [
    [844, 390],
    [780, 493],
    [320, 256],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.locator(".row").getByRole("link").first().click();
    await expect.poll(() => new URL(page.url()).pathname).toMatch(/^\/recordings\//);
    await page.goBack();
  }
});

test.concurrent("a note about the microphone moves no key", async ({ expect }) => {
  await using denying = await openBrowser({ microphone: "denied" });
  await using story = await beginStory(denying);
  const { page } = story;
  const places = await placesOfKeys(page);
  await recordButton(page).click();
  await page.getByText("The microphone is not allowed.").waitFor();
  expect(await placesOfKeys(page)).toEqual(places);
});

test.concurrent("by keyboard: the focus stays on the key that was pressed, from Record to hearing it", async ({
  expect,
}) => {
  await using story = await beginStory(browser);
  const { page } = story;
  const { keyboard } = page;
  await tabTo(page, "Record");
  await keyboard.press("Enter");
  await pauseButton(page).waitFor();
  expect(await focusedName(page)).toBe("Pause");
  await clockShows(page, 2);
  await keyboard.press("Space");
  await expect.poll(() => focusedName(page)).toBe("Resume");
  await keyboard.press("Space");
  await expect.poll(() => focusedName(page)).toBe("Pause");
  await tabTo(page, "Stop");
  // Enter twice: it stops, and it is heard.
  await keyboard.press("Enter");
  await expect.poll(() => focusedName(page)).toBe("Play what was just saved");
  await keyboard.press("Enter");
  await page.getByRole("region", { name: "Player" }).waitFor();
  expect(await focusedName(page)).toBe("Play what was just saved");
});

test.concurrent("records and ends by two modifiers and a key, and by no single key", async ({
  expect,
}) => {
  await using story = await beginStory(browser);
  const { page } = story;
  const { keyboard } = page;
  for (const key of ["r", "R", "p", "s", "Space", "Enter"]) await keyboard.press(key);
  expect(await recordButton(page).count()).toBe(1);
  await keyboard.press("Control+Shift+Space");
  await pauseButton(page).waitFor();
  for (const key of ["r", "p", "s", "S", "Escape", "Space", "Enter"]) await keyboard.press(key);
  await clockShows(page, 2);
  await keyboard.press("Control+Shift+Space");
  await page.getByRole("button", { name: "Resume" }).waitFor();
  await keyboard.press("Control+Shift+Enter");
  await page.getByRole("button", { name: "Play what was just saved" }).waitFor();
});

test.concurrent("shows all shortcuts by `?`, and takes none once they are switched off", async ({
  expect,
}) => {
  await using story = await beginStory(browser);
  const { page } = story;
  const { keyboard } = page;
  await tabTo(page, "Record");
  await keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Shortcuts" });
  await dialog.waitFor();
  await dialog.getByRole("switch", { name: "Shortcuts on" }).click();
  await keyboard.press("Escape");
  expect(await focusedName(page)).toBe("Record");
  for (const key of ["Control+Shift+Space", "?", "/"]) await keyboard.press(key);
  expect(await dialog.count()).toBe(0);
  expect(await focusedName(page)).toBe("Record");
  expect(await recordButton(page).count()).toBe(1);
  await page.reload();
  await recordButton(page).waitFor();
  await keyboard.press("Control+Shift+Space");
  await keyboard.press("?");
  expect(await dialog.count()).toBe(0);
  expect(await pauseButton(page).count()).toBe(0);
});

test.concurrent("a check of the microphone shows what it hears, and records nothing", async ({
  expect,
}) => {
  await using story = await beginStory(browser);
  const { page, stack } = story;
  await page.addInitScript(forgetMicrophone);
  await page.reload();
  await page.getByText("First, your microphone.").waitFor();
  await page.getByRole("button", { name: "Check microphone" }).click();
  await page.getByText("Good level.").waitFor();
  await page.getByText(/hears you\. Nothing is recorded yet\.$/).waitFor();
  await page.getByRole("img", { name: "Level: Good level" }).waitFor();
  expect(await page.getByRole("timer").innerText()).toBe("0:00");
  expect(await readBucket(stack)).toEqual([]);
  await startRecording(page);
  await clockShows(page, 2);
});

test.concurrent("another microphone is chosen in the middle of a recording, which goes on without a word", async ({
  expect,
}) => {
  await using story = await beginStory(browser);
  const { page, stack } = story;
  await startRecording(page);
  await clockShows(page, 2);
  const key = page.getByRole("button", { name: /^Microphone/ });
  await key.click();
  await page.getByRole("radio", { name: "Fake Audio Input 1" }).check();
  await page.keyboard.press("Enter");
  expect(await focusedName(page)).toMatch(/^Microphone/);
  await page.getByRole("button", { name: "Microphone: Fake Audio Input 1" }).waitFor();
  expect(await page.locator(".note").count()).toBe(0);
  await clockShows(page, 5);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  expect(recording?.manifest?.durationMs).toBeGreaterThan(4_900);
});

test.concurrent("says which microphone took over from one that went away", async ({ expect }) => {
  await using story = await beginStory(browser);
  const { page } = story;
  await page.addInitScript(labelMicrophones);
  await page.reload();
  await startRecording(page);
  await clockShows(page, 1);
  await page.evaluate(() => globalThis.unplug());
  await page.getByText("Microphone 1 went away. Recording goes on with Microphone 2.").waitFor();
  await clockShows(page, 3);
  expect(await page.getByRole("button", { name: "Microphone: Microphone 2" }).count()).toBe(1);
});

declare global {
  var unplug: () => void;
}

/** Each microphone that the page opens has a name of its own, and `unplug` ends the one that is open. */
function labelMicrophones(): void {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  let count = 0;
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    const [track] = stream.getAudioTracks();
    if (track === undefined) throw new Error("the browser gave no microphone");
    count += 1;
    Object.defineProperty(track, "label", { value: `Microphone ${count}` });
    globalThis.unplug = () => {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    };
    return stream;
  };
}
