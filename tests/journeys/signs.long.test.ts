// What a person sees and presses outside of the page: the tab's title and icon, the app's badge, the keys of
// headphones and lock screens.
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import {
  chooseSegmentSeconds,
  clockShows,
  recordFor,
  stopButton,
} from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { enterAs } from "./enter.ts";
import { inBucket, onDevice, startRecording } from "./story.ts";

declare global {
  /** What the page asked for, in order; 0 is a cleared badge. */
  var badges: number[];
  /** The keys that the page listens to. */
  var keys: Map<string, () => void>;
}

/** The page follows within a second, unless the machine is busy. */
const SLOW = { timeout: 30_000 };

let browser: Browser;
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack({ webDir: inject("webDir") });
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(async () => {
  await browser.close();
  await stack[Symbol.asyncDispose]();
});

async function enter(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => {
    globalThis.badges = [];
    navigator.setAppBadge = async (count) => void globalThis.badges.push(count ?? -1);
    navigator.clearAppBadge = async () => void globalThis.badges.push(0);
    globalThis.keys = new Map();
    navigator.mediaSession.setActionHandler = (action, handler) => {
      if (handler === null) globalThis.keys.delete(action);
      else globalThis.keys.set(action, () => handler({ action }));
    };
  });
  await enterAs(page, stack, "ada");
  return page;
}

const icon = (page: Page) => page.locator("link[rel=icon]").getAttribute("href");
const press = (page: Page, key: string) =>
  page.evaluate((name) => globalThis.keys.get(name)?.(), key);
const session = (page: Page) =>
  page.evaluate(() => ({
    title: navigator.mediaSession.metadata?.title,
    state: navigator.mediaSession.playbackState,
    keys: [...globalThis.keys.keys()].sort(),
  }));

test("tells recording from paused by title, icon and media session; their keys pause and resume", async () => {
  const page = await enter();
  expect(await page.title()).toBe("Tapedeck");
  expect(await session(page)).toEqual({ title: undefined, state: "none", keys: [] });
  await startRecording(page);
  await expect.poll(() => page.title(), SLOW).toBe("● Recording – Tapedeck");
  expect(await icon(page)).toBe("/favicon-recording.svg");
  const keys = ["pause", "play"];
  expect(await session(page)).toEqual({ title: "Recording", state: "playing", keys });

  await press(page, "pause");
  await expect.poll(() => page.title(), SLOW).toBe("❚❚ Paused – Tapedeck");
  expect(await icon(page)).toBe("/favicon-paused.svg");
  expect(await session(page)).toEqual({ title: "Recording", state: "paused", keys });
  await press(page, "play");
  await expect.poll(() => page.title(), SLOW).toMatch(/^● /);

  await stopButton(page).click();
  await expect.poll(() => page.title(), SLOW).toBe("Tapedeck");
  expect(await icon(page)).toBe("/favicon.svg");
  expect(await session(page)).toEqual({ title: undefined, state: "none", keys: [] });
});

test("gives the keys back to the player when the recording ends", async () => {
  const page = await enter();
  await recordFor(page, 2);
  await page.getByRole("button", { name: /^Play/ }).first().click();
  await expect.poll(async () => (await session(page)).keys, SLOW).toContain("seekto");
  expect((await session(page)).title).not.toBe("");
  const played = await session(page);
  await startRecording(page);
  expect(await session(page)).toMatchObject({ title: "Recording", keys: ["pause", "play"] });
  await stopButton(page).click();
  await expect.poll(() => session(page), SLOW).toEqual({ ...played, state: "paused" });
});

test("counts on the app's icon the recordings that wait for the bucket", async () => {
  const page = await enter();
  const badges = () => page.evaluate(() => globalThis.badges);
  await expect.poll(badges, SLOW).toEqual([0]);
  await chooseSegmentSeconds(page, 2);
  await page.context().setOffline(true);
  await startRecording(page);
  await clockShows(page, 3);
  expect(await badges()).toEqual([0]);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  expect(await badges()).toEqual([0, 1]);
  await page.context().setOffline(false);
  await inBucket(page).waitFor();
  await expect.poll(badges, SLOW).toEqual([0, 1, 0]);
});
