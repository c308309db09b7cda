// What the page says about closing, and whether the browser asks first: in a private window, at a browser's
// first visit, and in a browser that is known to keep its storage.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { openProfile } from "../fixtures/browser/open-profile.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import {
  chooseSegmentSeconds,
  clockShows,
  openSettings,
  recordButton,
  stopButton,
} from "../fixtures/browser/app.ts";
import { enterAs } from "./enter.ts";
import { expectComplete, readRecordings } from "./recordings.ts";
import { beginStory, inBucket, keptOnDevice, onDevice, startRecording } from "./story.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

/** Not from the start: without a service worker, the encoder's script would have to come from the network. */
async function recordOffline(context: BrowserContext, page: Page): Promise<void> {
  await startRecording(page);
  await context.setOffline(true);
  await clockShows(page, 3);
  await stopButton(page).click();
}

/** Closes the tab as a person does. @returns whether the browser asked; the tab then stays open */
async function asksBeforeClosing(page: Page): Promise<boolean> {
  const asked = page.waitForEvent("dialog").then(async (dialog) => {
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    return true;
  });
  const closed = page.waitForEvent("close").then(() => false);
  await page.close({ runBeforeUnload: true });
  const outcome = await Promise.race([asked, closed]);
  // The promise that lost the race rejects when the page ends or its time is up.
  for (const other of [asked, closed]) other.catch(() => undefined);
  return outcome;
}

async function sealedMs(stack: TestStack): Promise<number> {
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  return expectComplete(recording).manifest.durationMs;
}

async function sealedCount(stack: TestStack): Promise<number> {
  const recordings = await readRecordings(stack);
  return recordings.filter(({ manifest }) => manifest !== undefined).length;
}

test.concurrent("asks before closing while it records or sound is only in a private window, and not once all is in the bucket", async () => {
  await using story = await beginStory(browser);
  const { context, page, stack } = story;
  await startRecording(page);
  await context.setOffline(true);
  await clockShows(page, 3);
  expect(await asksBeforeClosing(page)).toBe(true);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  expect(await keptOnDevice(page).count()).toBe(0);
  expect(await asksBeforeClosing(page)).toBe(true);

  await context.setOffline(false);
  await inBucket(page).waitFor({ timeout: 60_000 });
  expect(await asksBeforeClosing(page)).toBe(false);
  expect(await sealedMs(stack)).toBeGreaterThan(2900);
});

test.concurrent("asks before closing at a browser's first visit with sound on the device, and not after the browser was restarted", async () => {
  await using stack = await startTestStack({ webDir: inject("webDir") });
  const profileDir = await mkdtemp(join(tmpdir(), "tapedeck-profile-"));
  try {
    {
      await using first = await openProfile(profileDir);
      const page = await first.newPage();
      await enterAs(page, stack, "ada");
      await recordOffline(first.context, page);
      await onDevice(page).waitFor();
      expect(await asksBeforeClosing(page)).toBe(true);
      await first.quit();
    }
    await using second = await openProfile(profileDir);
    const lift = stack.faults.add({ kind: "drop", at: "s3" });
    const page = await second.newPage();
    await page.goto(stack.url);
    // One recording from the first visit, then another one.
    await page.locator(".safety").getByText("1 on this device").waitFor();
    // The browser has to prove first that it keeps what it stores.
    await onDevice(page).waitFor({ state: "detached" });
    await recordOffline(second.context, page);
    await keptOnDevice(page).waitFor();
    const tab = await second.newPage();
    expect(await asksBeforeClosing(page)).toBe(false);

    lift();
    await second.context.setOffline(false);
    await tab.goto(stack.url);
    // This tab uploads them, or the service worker did before the tab was open.
    await vi.waitFor(async () => expect(await sealedCount(stack)).toBe(2), { timeout: 60_000 });
  } finally {
    await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
  }
});

test.concurrent("does not call sound safe after the cookies of a private window were cleared", async () => {
  await using story = await beginStory(browser);
  const { context, page, stack } = story;
  await context.clearCookies();
  await enterAs(page, stack, "ada");
  await chooseSegmentSeconds(page, 2);
  await recordOffline(context, page);
  await onDevice(page).waitFor();
  expect(await asksBeforeClosing(page)).toBe(true);
});

test.concurrent("records, uploads and seals in a browser without a storage manager", async () => {
  await using story = await beginStory(browser);
  const { context, page, stack } = story;
  await context.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, "storage");
  });
  await context.route(/encoder-worker[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    const without = "delete WorkerNavigator.prototype.storage;";
    await route.fulfill({ response, body: without + (await response.text()) });
  });
  await page.reload();
  await recordButton(page).waitFor();
  expect(await page.evaluate(() => "storage" in navigator)).toBe(false);
  await startRecording(page);
  await openSettings(page);
  await page.getByText(/^Sound is written to a database of this browser/).waitFor();
  await clockShows(page, 3);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  expect(await sealedMs(stack)).toBeGreaterThan(2900);
});
