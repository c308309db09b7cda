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

/** As the app names it, see packages/web/src/service-worker. */
const SYNC_TAG = "tapedeck-uploads";

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
  const rowCount = await page.evaluate(markRows);
  expect(rowCount).toBeGreaterThan(1);

  await context.setOffline(false);
  await page.getByText(/in your bucket: safe to close/).waitFor({ timeout: 60_000 });
  // A long list must not be drawn anew because one of its segments moved on.
  expect(await page.locator("li[data-status=verified]").count()).toBe(rowCount);
  expect(await page.evaluate(countMarkedRows)).toBe(rowCount);
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4900);
});

test("what was recorded offline is uploaded after its tab was closed, with no tab open", async () => {
  const page = await visit();
  await context.setOffline(true);
  await recordOnDevice(page, 5);
  // Keeps the browser running, and is no page of the app.
  const blank = await context.newPage();
  await page.close();
  expect(await readRecordings(stack)).toEqual([]);
  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error("there is no service worker");
  await expect.poll(() => worker.evaluate(syncTags)).toContain(SYNC_TAG);

  await context.setOffline(false);
  await dispatchSync(blank);
  await expect.poll(isSealed, { timeout: 60_000 }).toBe(true);
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4900);

  const again = await context.newPage();
  await again.goto(stack.url);
  await again.getByText(/becomes a file of its own|in your bucket: safe to close/).waitFor();
});

/** Runs in the page: leaves a mark on every segment's element. @returns how many there are */
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

/** Runs in the service worker: what it has asked the browser for. */
async function syncTags(): Promise<readonly string[]> {
  const scope = globalThis as typeof globalThis & {
    registration: { sync: { getTags(): Promise<readonly string[]> } };
  };
  return scope.registration.sync.getTags();
}

/** As the browser does when it finds the network again, which it looks for every few minutes. */
async function dispatchSync(page: Page): Promise<void> {
  const cdp = await context.newCDPSession(page);
  const found = Promise.withResolvers<string>();
  cdp.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    const own = registrations.find(({ scopeURL }) => scopeURL === `${stack.url}/`);
    if (own) found.resolve(own.registrationId);
  });
  await cdp.send("ServiceWorker.enable");
  await cdp.send("ServiceWorker.dispatchSyncEvent", {
    origin: stack.url,
    registrationId: await found.promise,
    tag: SYNC_TAG,
    lastChance: false,
  });
  await cdp.detach();
}
