// A sign-out without a network holds at once, also against a thief of the cookies, and nothing on the device
// signs the person in again.
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { SIGNED_IN_COOKIE, createBrowser, isOurs } from "../fixtures/stack/http-browser.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import {
  chooseSegmentSeconds,
  clockShows,
  hasCome,
  recordButton,
  signInAs,
  signOut,
  signOutAnyway,
  stopButton,
} from "../fixtures/browser/app.ts";
import { dispatchSync, SYNC_TAG, syncTags } from "./background-sync.ts";
import { readBucket } from "../fixtures/stack/bucket.ts";
import { expectComplete, readRecordings } from "./recordings.ts";
import { inBucket, onDevice } from "./story.ts";

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

const signedOutHere = (page: Page) => page.getByText("You are signed out on this device.");
const signInLink = (page: Page) => page.getByRole("link", { name: "Sign in" });

/** Resolves once the service worker has cached the app. */
async function enter(): Promise<Page> {
  const page = await context.newPage();
  await page.clock.install();
  await signInAs(page, stack, "ada");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await hasCome(page);
  return page;
}

async function signOutOffline(page: Page): Promise<void> {
  await context.setOffline(true);
  await signOut(page);
  await signedOutHere(page).waitFor();
}

async function ownCookies(): Promise<readonly string[]> {
  const names = (await context.cookies(stack.url)).map(({ name }) => name);
  return names.filter((name) => isOurs(name));
}

/** A thief's browser, with a copy of this browser's cookies. */
async function copyCookies() {
  const cookies = await context.cookies(stack.url);
  return createBrowser(stack, new Map(cookies.map(({ name, value }) => [name, value])));
}

test("signs out at once without a network, and tells the server when the network is back", async () => {
  const page = await enter();
  const copied = await copyCookies();
  await signOutOffline(page);
  expect(await recordButton(page).count()).toBe(0);
  expect(await ownCookies()).not.toContain(SIGNED_IN_COOKIE);

  // With timers paused, only the browser's `online` event can trigger the request.
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1_000));
  await context.setOffline(false);
  await signInLink(page).waitFor();
  expect(await ownCookies()).toEqual([]);
  expect(await copied.accessToken()).toMatchObject({ status: 401, appCode: "NOT_SIGNED_IN" });
  await signInLink(page).click();
  await page.getByLabel(/password/i).waitFor();
});

test("stays signed out in the next tab, still without a network", async () => {
  const first = await enter();
  const copied = await copyCookies();
  await signOutOffline(first);
  const page = await context.newPage();
  await first.close();
  await page.goto(stack.url);
  await signedOutHere(page).waitFor();
  expect(await recordButton(page).count()).toBe(0);

  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("Signing out…").waitFor({ state: "hidden" });
  await signedOutHere(page).waitFor();

  await context.setOffline(false);
  await signInLink(page).waitFor();
  expect(await ownCookies()).toEqual([]);
  expect(await copied.accessToken()).toMatchObject({ status: 401, appCode: "NOT_SIGNED_IN" });
});

test("keeps the service worker from uploading after the sign-out, and keeps the sound for its owner", async () => {
  const page = await enter();
  await context.setOffline(true);
  await chooseSegmentSeconds(page, 2);
  await recordButton(page).click();
  await clockShows(page, 5);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  await expect.poll(() => syncTags(context)).toContain(SYNC_TAG);
  await signOutAnyway(page);
  await signedOutHere(page).waitFor();
  const blank = await context.newPage();
  await page.close();

  await context.setOffline(false);
  const refused = context.waitForEvent("response", (response) =>
    response.url().endsWith("/auth/token"),
  );
  await dispatchSync(blank, stack);
  expect((await refused).status()).toBe(401);
  await expect.poll(() => syncTags(context)).not.toContain(SYNC_TAG);
  expect(await readBucket(stack)).toEqual([]);

  const again = await context.newPage();
  await signInAs(again, stack, "ada");
  await inBucket(again).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4900);
});
