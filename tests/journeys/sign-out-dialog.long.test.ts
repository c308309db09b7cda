// The question before a sign-out, while the person records or has sound only on this device, and what each
// answer does.
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import {
  accountButton,
  chooseSegmentSeconds,
  clockShows,
  recordButton,
  recordFor,
  recordingLinks,
  signInAs,
  signOut,
  signOutDialog,
  stopButton,
} from "../fixtures/browser/app.ts";
import { readBucket } from "../fixtures/stack/bucket.ts";
import { enterAs } from "./enter.ts";
import { expectComplete, readRecordings } from "./recordings.ts";
import { inBucket, onDevice } from "./story.ts";

let browser: Browser;
let stack: TestStack;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());
beforeEach(async () => {
  stack = await startTestStack({ webDir: inject("webDir") });
  context = await browser.newContext({ serviceWorkers: "block" });
  page = await context.newPage();
  await enterAs(page, stack, "ada");
  await chooseSegmentSeconds(page, 2);
});
afterEach(async () => {
  await context.close();
  await stack[Symbol.asyncDispose]();
});

const signInLink = (of: Page) => of.getByRole("link", { name: "Sign in" });
const answer = (name: string) => signOutDialog(page).getByRole("button", { name }).click();
const refusePuts = () =>
  stack.faults.add({ at: "s3", kind: "unavailable", match: { method: "PUT", path: ".webm" } });

/** Leaves some seconds on the device, which the bucket refuses. @returns makes the bucket accept them */
async function leaveSound(): Promise<() => void> {
  const lift = refusePuts();
  await recordButton(page).click();
  await clockShows(page, 5);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  return lift;
}

/** The number of seconds that the dialog names. */
async function secondsInTitle(): Promise<number> {
  const title = signOutDialog(page).getByRole("heading", {
    name: /^\d+ s are only on this device$/,
  });
  return Number.parseInt(await title.innerText(), 10);
}

test("asks nothing when all of it is in the bucket", async () => {
  await recordFor(page, 3);
  await signOut(page);
  await signInLink(page).waitFor();
  expect(await signOutDialog(page).count()).toBe(0);
});

test("names the seconds that are only on this device, and stays signed in when the person cancels", async () => {
  await leaveSound();
  await signOut(page);
  expect(await secondsInTitle()).toBeGreaterThanOrEqual(5);
  expect(await secondsInTitle()).toBeLessThan(30);
  // The shortcuts of the deck are off while a dialog is open.
  await page.keyboard.press("Control+Shift+Space");
  await answer("Stay signed in");
  await expect.poll(() => signOutDialog(page).count()).toBe(0);
  expect(await page.getByRole("button", { name: "Pause" }).count()).toBe(0);
  await signOut(page);
  await signOutDialog(page).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => signOutDialog(page).count()).toBe(0);
  await recordButton(page).waitFor();
});

test("sends the sound first, and signs out once all of it is in the bucket", async () => {
  const lift = await leaveSound();
  await signOut(page);
  await answer("Send it, then sign out");
  await signOutDialog(page).getByText("Sending. You are signed out when all of it is in").waitFor();
  expect(await signInLink(page).count()).toBe(0);
  lift();
  await signInLink(page).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4_900);
});

test("saves a copy, and keeps asking", async () => {
  await leaveSound();
  await signOut(page);
  const downloaded = page.waitForEvent("download");
  await answer("Save a copy");
  const stream = await (await downloaded).createReadStream();
  const bytes = Buffer.concat(await Array.fromAsync(stream as AsyncIterable<Buffer>));
  expect(bytes.subarray(0, 4).toString("hex")).toBe("1a45dfa3");
  expect(bytes.length).toBeGreaterThan(20_000);
  await signOutDialog(page).getByText("A copy is in your downloads.").waitFor();
  await answer("Sign out anyway");
  await signInLink(page).waitFor();
});

test("keeps the sound on the device until its owner returns, after signing out anyway", async () => {
  const lift = await leaveSound();
  await signOut(page);
  await answer("Sign out anyway");
  await signInLink(page).waitFor();
  lift();
  await signInAs(page, stack, "ben");
  await page.getByText("Your recordings will be here.").waitFor();
  expect(await recordingLinks(page).count()).toBe(0);
  expect(await readBucket(stack)).toEqual([]);
  await signOut(page);
  await signInLink(page).waitFor();
  await signInAs(page, stack, "ada");
  await inBucket(page).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4_900);
});

test("asks on a page that was opened a moment ago too", async () => {
  await leaveSound();
  await page.reload();
  // Presses the button as soon as it exists, before the list is read.
  await signOut(page);
  const title = signOutDialog(page).getByRole("heading");
  await expect.poll(() => title.innerText()).toMatch(/only on this device/);
});

test("says that signing out ends the recording, and ends it only after the answer", async () => {
  await recordButton(page).click();
  await clockShows(page, 3);
  await signOut(page);
  await signOutDialog(page).getByText("Signing out ends the recording at").waitFor();
  const button = signOutDialog(page).getByRole("button", { name: "Stop, send it" });
  const pressed = await button.elementHandle();
  await clockShows(page, 5);
  // The clock's updates must not replace the button, which would lose the focus.
  expect(await pressed?.evaluate((element) => element === document.activeElement)).toBe(true);
  await answer("Stay signed in");
  await page.getByRole("button", { name: "Pause" }).waitFor();

  await signOut(page);
  await answer("Stop, send it, then sign out");
  await signInLink(page).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(2_900);
});

test("keeps recording with a single notice when another tab signs out, and holds sound that the window may forget", async () => {
  const lift = refusePuts();
  await recordButton(page).click();
  await clockShows(page, 3);
  const other = await context.newPage();
  await other.goto(stack.url);
  await signOut(other);
  await signOutDialog(other)
    .getByText("A recording that runs in another tab goes on there")
    .waitFor();
  await signOutDialog(other).getByRole("button", { name: "Sign out anyway" }).click();
  await signInLink(other).waitFor();

  const alert = page.getByRole("alert");
  await alert.getByText("You are signed out.").waitFor();
  await alert
    .getByText("This recording goes on. What you recorded is only on this device")
    .waitFor();
  await clockShows(page, 8);
  expect(await alert.count()).toBe(1);
  expect(await accountButton(page).count()).toBe(0);
  expect(await page.getByText(/Next try at|Try now|Try again|Uploads go on/).count()).toBe(0);
  expect(await recordingLinks(page).count()).toBe(0);

  await stopButton(page).click();
  // Playwright's contexts are private windows, so the page stays and asks before it closes.
  await alert.getByText("You are signed out. What you recorded is only on this device").waitFor();
  expect(await recordButton(page).isEnabled()).toBe(false);
  expect(await alert.count()).toBe(1);
  lift();
  expect(await readBucket(stack)).toEqual([]);

  await signInAs(other, stack, "ada");
  await inBucket(page).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(2_900);
});
