// Before a person signs out whose sound is only on this device, or who records: what they are told, and
// what becomes of each answer.
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import {
  chooseSegmentSeconds,
  clockShows,
  recordButton,
  recordFor,
  signInAs,
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

const signOut = () => page.getByRole("button", { name: "Sign out" }).click();
const signInLink = (of: Page) => of.getByRole("link", { name: "Sign in" });
const answer = (name: string) => signOutDialog(page).getByRole("button", { name }).click();
const refusePuts = () =>
  stack.faults.add({ at: "s3", kind: "unavailable", match: { method: "PUT" } });

/** Stops with some seconds on the device that the bucket does not take. */
async function leaveSound(): Promise<() => void> {
  const lift = refusePuts();
  await recordButton(page).click();
  await clockShows(page, 5);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  return lift;
}

/** What the dialog says of how much there is, in seconds. */
async function secondsTold(): Promise<number> {
  const title = signOutDialog(page).getByRole("heading", {
    name: /^\d+ s are only on this device$/,
  });
  return Number.parseInt(await title.innerText(), 10);
}

test("asks nothing when all of it is in the bucket", async () => {
  await recordFor(page, 3);
  await signOut();
  await signInLink(page).waitFor();
  expect(await signOutDialog(page).count()).toBe(0);
});

test("says how many seconds are only on this device, and stays when the person changes their mind", async () => {
  await leaveSound();
  await signOut();
  expect(await secondsTold()).toBeGreaterThanOrEqual(5);
  expect(await secondsTold()).toBeLessThan(30);
  // R, P and S belong to the deck, not to a dialog.
  await page.keyboard.press("r");
  await answer("Stay signed in");
  await expect.poll(() => signOutDialog(page).count()).toBe(0);
  expect(await page.getByRole("button", { name: "Pause" }).count()).toBe(0);
  await signOut();
  await signOutDialog(page).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(() => signOutDialog(page).count()).toBe(0);
  await recordButton(page).waitFor();
});

test("sends it first, and signs out once all of it is in the bucket", async () => {
  const lift = await leaveSound();
  await signOut();
  await answer("Send it, then sign out");
  await signOutDialog(page).getByText("Sending. You are signed out when all of it is in").waitFor();
  expect(await signInLink(page).count()).toBe(0);
  lift();
  await signInLink(page).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4_900);
});

test("saves a copy, which plays, and still asks", async () => {
  await leaveSound();
  await signOut();
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

test("signs out anyway: the sound stays on the device until its own person is back", async () => {
  const lift = await leaveSound();
  await signOut();
  await answer("Sign out anyway");
  await signInLink(page).waitFor();
  lift();
  await signInAs(page, stack, "ben");
  expect(await page.locator(".segment").count()).toBe(0);
  expect(await readBucket(stack)).toEqual([]);
  await signOut();
  await signInLink(page).waitFor();
  await signInAs(page, stack, "ada");
  await inBucket(page).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4_900);
});

test("is asked on a page that has only just been opened, too", async () => {
  await leaveSound();
  await page.reload();
  // As soon as there is something to press, and not when the list is there.
  await signOut();
  const title = signOutDialog(page).getByRole("heading");
  await expect.poll(() => title.innerText()).toMatch(/only on this device/);
});

test("tells somebody who records that it ends the recording, and ends it only then", async () => {
  await recordButton(page).click();
  await clockShows(page, 3);
  await signOut();
  await signOutDialog(page).getByText("Signing out ends the recording at").waitFor();
  const button = signOutDialog(page).getByRole("button", { name: "Stop, send it" });
  const pressed = await button.elementHandle();
  await clockShows(page, 5);
  // It is the same all the time, however often the clock beside it moves on: it has the focus.
  expect(await pressed?.evaluate((element) => element === document.activeElement)).toBe(true);
  await answer("Stay signed in");
  await page.getByRole("button", { name: "Pause" }).waitFor();

  await signOut();
  await answer("Stop, send it, then sign out");
  await signInLink(page).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(2_900);
});

test("a tab that records when another one signs out says one thing, and holds what its window may forget", async () => {
  const lift = refusePuts();
  await recordButton(page).click();
  await clockShows(page, 3);
  const other = await context.newPage();
  await other.goto(stack.url);
  await other.getByRole("button", { name: "Sign out" }).click();
  await signOutDialog(other)
    .getByText("A recording that runs in another tab goes on there")
    .waitFor();
  await signOutDialog(other).getByRole("button", { name: "Sign out anyway" }).click();
  await signInLink(other).waitFor();

  // A machine that is too busy may also have lost sound, which is told beside it.
  const alert = page.getByRole("alert").filter({ hasNotText: "did not reach the recorder" });
  await alert.getByText("You are signed out.").waitFor();
  await alert
    .getByText("This recording goes on. What you recorded is only on this device")
    .waitFor();
  await clockShows(page, 8);
  expect(await alert.count()).toBe(1);
  expect(await page.getByRole("button", { name: "Sign out" }).count()).toBe(0);
  expect(await page.getByText(/Next try at|Try now|Uploads go on|users\//).count()).toBe(0);
  expect(await page.locator(".segment").count()).toBe(0);

  await stopButton(page).click();
  // Playwright's contexts are off the record, so the page stays, with the question before it is closed.
  await alert.getByText("You are signed out. What you recorded is only on this device").waitFor();
  expect(await recordButton(page).count()).toBe(0);
  expect(await alert.count()).toBe(1);
  lift();
  expect(await readBucket(stack)).toEqual([]);

  await signInAs(other, stack, "ada");
  await inBucket(page).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(2_900);
});
