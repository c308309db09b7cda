// A deploy while pages are open: an idle page offers it, and no page loses the files of its own build.
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { clockShows, recordButton, stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { enterAs } from "./enter.ts";
import { deployNext } from "./next-build.ts";
import { expectComplete, readRecordings } from "./recordings.ts";
import { inBucket, startRecording } from "./story.ts";

let browser: Browser;
let webDir: string;
let stack: TestStack;
let context: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());
beforeEach(async () => {
  webDir = await mkdtemp(join(tmpdir(), "tapedeck-update-"));
  await cp(inject("webDir"), webDir, { recursive: true });
  stack = await startTestStack({ webDir });
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  await stack[Symbol.asyncDispose]();
  await rm(webDir, { recursive: true });
});

/** A new worker stores the whole build before it waits. */
const SLOW = { timeout: 30_000 };

const reloadButton = (page: Page) => page.getByRole("button", { name: "Reload", exact: true });
const isNext = (page: Page) => page.locator('script[src*="-next.js"]').count();
const cacheNames = (page: Page) => page.evaluate(() => caches.keys());

/** A page of the first build, under that build's service worker. */
async function visit(): Promise<Page> {
  const page = await context.newPage();
  await enterAs(page, stack, "ada");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await recordButton(page).waitFor();
  return page;
}

/** What a browser does by itself when a page is opened. */
async function checkForUpdate(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });
}

async function waitingWorkerOf(page: Page): Promise<void> {
  await expect
    .poll(
      () => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null),
      SLOW,
    )
    .toBe(true);
}

/** Resolves after the page's own question was answered, because a worker answers in order. */
async function askAgain(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { waiting } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((resolve) => (port1.onmessage = resolve));
    waiting?.postMessage({ kind: "is-other-build", pageFiles: [] }, [port2]);
    await answered;
  });
}

const statusOf = (page: Page, path: string) =>
  page.evaluate(async (url) => {
    const answer = await fetch(url).catch(() => undefined);
    return answer?.status;
  }, path);

/** One of the files that a page loads only when it needs them. */
async function lateFile(): Promise<string> {
  const names = await readdir(join(webDir, "assets"));
  const name = names.find((each) => each.startsWith("later-"));
  if (name === undefined) throw new Error("the build has no file that comes later");
  return `/assets/${name}`;
}

test("offers the new version to an idle page, and replaces the old one when asked", async () => {
  const page = await visit();
  const [old] = await cacheNames(page);
  await deployNext(webDir);
  await checkForUpdate(page);
  await page.getByText("A new version is ready.").waitFor();
  expect(await isNext(page)).toBe(0);

  await reloadButton(page).click();
  await expect.poll(() => isNext(page), SLOW).toBe(1);
  await recordButton(page).waitFor();
  await expect.poll(() => cacheNames(page), SLOW).toHaveLength(1);
  expect(await cacheNames(page)).not.toContain(old);
  expect(await reloadButton(page).count()).toBe(0);

  await context.setOffline(true);
  await page.reload();
  await recordButton(page).waitFor();
  expect(await isNext(page)).toBe(1);
});

test("lets a page that records keep its build while another page reloads", async () => {
  const recording = await visit();
  const idle = await visit();
  await startRecording(recording);
  const oldFile = await lateFile();
  await deployNext(webDir);
  const newFile = await lateFile();
  await checkForUpdate(idle);
  await reloadButton(idle).waitFor();
  expect(await reloadButton(recording).count()).toBe(0);

  await reloadButton(idle).click();
  await expect.poll(() => isNext(idle), SLOW).toBe(1);
  await recordButton(idle).waitFor();
  // The server has the old build no longer, and without a network it has nothing.
  await context.setOffline(true);
  expect(await statusOf(recording, oldFile)).toBe(200);
  expect(await statusOf(idle, newFile)).toBe(200);
  await context.setOffline(false);
  await clockShows(recording, 5);
  await stopButton(recording).click();
  await inBucket(recording).waitFor();
  expect(await isNext(recording)).toBe(0);
  const [stored] = await readRecordings(stack);
  if (stored === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(stored).manifest.durationMs).toBeGreaterThan(4900);
});

test("offers nothing to a page that is of the new version already", async () => {
  const page = await visit();
  await deployNext(webDir);
  await page.reload();
  await recordButton(page).waitFor();
  await waitingWorkerOf(page);
  expect(await isNext(page)).toBe(1);
  await askAgain(page);
  expect(await reloadButton(page).count()).toBe(0);
});
