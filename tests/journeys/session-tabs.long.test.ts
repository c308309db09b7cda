// One session in several tabs, and several people on one device. No sign-in or sign-out ends a recording,
// and no sound reaches another person's folder.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import {
  chooseSegmentSeconds,
  clockShows,
  recordButton,
  recordFor,
  recordingLinks,
  signInAs,
  signOut,
  signOutAnyway,
  stopButton,
} from "../fixtures/browser/app.ts";
import { readBucket } from "../fixtures/stack/bucket.ts";
import { expectComplete, readRecordings } from "./recordings.ts";
import { beginStory, inBucket, keptAndGiven, onDevice, type Story } from "./story.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

const signInLink = (page: Page) => page.getByRole("link", { name: "Sign in" });

async function openTab({ context, stack }: Story): Promise<Page> {
  const page = await context.newPage();
  await page.goto(stack.url);
  return page;
}

test.concurrent("signs a second tab in and out with the first", async () => {
  await using story = await beginStory(browser);
  const { page: first, stack } = story;
  await signOut(first);
  const second = await openTab(story);
  await signInLink(second).waitFor();
  await signInAs(first, stack, "ada");
  await recordButton(second).waitFor();

  await signOut(first);
  await signInLink(second).waitFor();
  expect(await recordButton(second).count()).toBe(0);
});

test.concurrent("completes a recording while another tab signs out and in again", async () => {
  await using story = await beginStory(browser);
  const { page, stack } = story;
  await recordButton(page).click();
  await clockShows(page, 3);
  const second = await openTab(story);
  await recordButton(second).waitFor();
  await signOutAnyway(second);
  await signInLink(second).waitFor();
  await clockShows(page, 8);
  await page.getByRole("alert").getByRole("link", { name: "Sign in" }).waitFor();

  await signInAs(second, stack, "ada");
  await clockShows(page, 10);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  const { kept, given } = await keptAndGiven({ stack, page });
  expect(kept).toEqual(given);
});

test.concurrent("says that the session has ended while it records, and uploads everything after a new sign-in", async () => {
  await using story = await beginStory(browser);
  const { context, page, stack } = story;
  await recordButton(page).click();
  await clockShows(page, 3);
  const lift = stack.faults.add({ at: "api", kind: "token-expired" });
  await context.clearCookies();
  await clockShows(page, 8);
  const again = page.getByRole("alert").getByRole("link", { name: "Sign in" });
  await again.waitFor();
  lift();
  const [login] = await Promise.all([context.waitForEvent("page"), again.click()]);
  await login.getByLabel(/user ?name/i).fill("ada");
  await login.getByLabel(/password/i).fill("ada-local");
  await login.getByRole("button", { name: /sign in/i }).click();
  await recordButton(login).waitFor();
  await clockShows(page, 10);
  await stopButton(page).click();
  // The tab that signed in wakes the uploader, which would retry later by itself.
  await inBucket(page).waitFor({ timeout: 40_000 });
  const { kept, given } = await keptAndGiven({ stack, page });
  expect(kept).toEqual(given);
});

test.concurrent("hides the first person's sound from a second one, and uploads it when the first person returns", async () => {
  await using story = await beginStory(browser);
  const { page, stack } = story;
  const lift = stack.faults.add({
    at: "s3",
    kind: "unavailable",
    match: { method: "PUT", path: ".webm" },
  });
  await recordButton(page).click();
  await clockShows(page, 5);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  await signOutAnyway(page);
  await signInLink(page).waitFor();
  lift();

  await signInAs(page, stack, "ben");
  await page.getByText("Your recordings will be here.").waitFor();
  expect(await recordingLinks(page).count()).toBe(0);
  await chooseSegmentSeconds(page, 2);
  await recordFor(page, 3);
  const keys = (await readBucket(stack)).map(({ key }) => key);
  expect(keys.length).toBeGreaterThan(1);
  expect(keys.filter((key) => !key.startsWith("users/guests/cognito/"))).toEqual([]);
  await signOut(page);
  await signInLink(page).waitFor();

  await signInAs(page, stack, "ada");
  await inBucket(page).waitFor({ timeout: 60_000 });
  const hosts = (await readRecordings(stack)).filter(({ segments }) =>
    segments.every(({ key }) => key.startsWith("users/hosts/cognito/")),
  );
  expect(hosts).toHaveLength(1);
  for (const recording of hosts) {
    expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4_900);
  }
});
