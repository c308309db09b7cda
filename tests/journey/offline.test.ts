// Without a network, and without a page: the app opens from what the browser keeps of it, and what was
// recorded goes to the bucket although no tab is open any more.
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../browser/open-browser.ts";
import { startTestStack, type TestStack } from "../stack/test-stack.ts";
import { chooseSegmentSeconds, clockShows, recordButton, signInAs, stopButton } from "./app.ts";
import { expectComplete, readRecordings } from "./recordings.ts";

let browser: Browser;
let stack: TestStack;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());
beforeEach(async () => {
  stack = await startTestStack({ webDir: inject("webDir") });
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  await stack[Symbol.asyncDispose]();
});

const onDevice = (page: Page) => page.getByText(/Saved on this device: safe to close/);

/** Resolves when the browser keeps the app. */
async function visit(): Promise<Page> {
  const page = await context.newPage();
  await signInAs(page, stack, "ada");
  await page.evaluate(() => navigator.serviceWorker.ready);
  return page;
}

async function recordOnDevice(page: Page, seconds: number): Promise<void> {
  await chooseSegmentSeconds(page, 2);
  await recordButton(page).click();
  await clockShows(page, seconds);
  await stopButton(page).click();
  await onDevice(page).waitFor();
}

test("after one visit the app opens offline, knows the person, records, and uploads when online", async () => {
  const first = await visit();
  await first.close();
  await context.setOffline(true);
  const page = await context.newPage();
  await page.goto(stack.url);
  await page.getByText(/users\/hosts\/cognito\//).waitFor();
  await recordOnDevice(page, 5);
  await page.reload();
  await onDevice(page).waitFor();
  expect(await readRecordings(stack)).toEqual([]);

  await context.setOffline(false);
  await page.getByText(/in your bucket: safe to close/).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4900);
});
