// Without a network, the app opens from the service worker's cache. Without a page, the service worker
// uploads the recordings.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import {
  chooseSegmentSeconds,
  clockShows,
  inBucket,
  openDetails,
  recordButton,
  stopButton,
} from "../fixtures/browser/app.ts";
import { enterAs } from "./enter.ts";
import { dispatchSync, SYNC_TAG, syncTags } from "./background-sync.ts";
import { expectComplete, readRecordings } from "./recordings.ts";
import { onDevice } from "./story.ts";

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

/** Resolves once the service worker has cached the app. */
async function visit(): Promise<Page> {
  const page = await context.newPage();
  await enterAs(page, stack, "ada");
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

test("the service worker keeps every script of the app, those that are loaded later included", async () => {
  const webDir = inject("webDir");
  const scripts = (await readdir(join(webDir, "assets"))).filter((name) => name.endsWith(".js"));
  expect(scripts.filter((name) => name.startsWith("later-"))).toHaveLength(1);
  const serviceWorker = await readFile(join(webDir, "service-worker.js"), "utf8");
  expect(scripts.filter((name) => !serviceWorker.includes(`/assets/${name}`))).toEqual([]);
});

test("opens offline after one visit, knows the person, records, and uploads once online", async () => {
  const first = await visit();
  await first.close();
  await context.setOffline(true);
  const page = await context.newPage();
  await page.goto(stack.url);
  await page.getByRole("button", { name: /Ada Ortiz/ }).waitFor();
  await recordOnDevice(page, 5);
  await page.reload();
  await onDevice(page).waitFor();
  expect(await readRecordings(stack)).toEqual([]);
  await openDetails(page);
  const rowCount = await page.evaluate(markRows);
  expect(rowCount).toBeGreaterThan(1);

  await context.setOffline(false);
  await inBucket(page).waitFor({ timeout: 60_000 });
  // One changed segment must not redraw a long list.
  expect(await page.locator("li[data-status=verified]").count()).toBe(rowCount);
  expect(await page.evaluate(countMarkedRows)).toBe(rowCount);
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4900);
});

test("uploads an offline recording after its tab was closed, with no tab open", async () => {
  const page = await visit();
  await context.setOffline(true);
  await recordOnDevice(page, 5);
  // Keeps the browser running without a page of the app.
  const blank = await context.newPage();
  await page.close();
  expect(await readRecordings(stack)).toEqual([]);
  await expect.poll(() => syncTags(context)).toContain(SYNC_TAG);

  await context.setOffline(false);
  await dispatchSync(blank, stack);
  await expect.poll(isSealed, { timeout: 60_000 }).toBe(true);
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4900);

  const again = await context.newPage();
  await again.goto(stack.url);
  await again.locator(".row").getByText("In your bucket").waitFor();
});

/** Runs in the page: marks the element of every segment. @returns the number of elements */
function markRows(): number {
  const rows = [...document.querySelectorAll(".segment")];
  for (const row of rows) row.setAttribute("data-marked", "");
  return rows.length;
}

function countMarkedRows(): number {
  return document.querySelectorAll(".segment[data-marked]").length;
}

async function isSealed(): Promise<boolean> {
  const recordings = await readRecordings(stack);
  return recordings.some(({ manifest }) => manifest !== undefined);
}
