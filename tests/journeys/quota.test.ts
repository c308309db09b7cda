// A person at the limit of their storage, in a real browser: what the page says before Record, that a recording which
// crosses the limit ends whole in the bucket, and that the next one waits on the device until there is room.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import {
  accountButton,
  clockShows,
  inBucket,
  recordingLinks,
  stopButton,
} from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { raiseQuota } from "../fixtures/stack/raise-quota.ts";
import { givenRecordings } from "./encoder-tap.ts";
import { readRecordings } from "./recordings.ts";
import { callsOf, storeRecording } from "./stored-recordings.ts";
import { beginStory, compared, startRecording } from "./story.ts";

const MINUTE_MS = 60_000;
const QUOTA = { maxSizeBytes: 1_000_000_000, maxDurationMs: MINUTE_MS };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

const note = (page: Page) => page.locator(".deck .note");
const FULL = /^Your storage is full: 1(\.\d)? of 1 min\. Delete something first:/;

test("a recording that crosses the limit ends whole in the bucket; the next one waits, says so, and goes up after a raise", async () => {
  await using story = await beginStory(browser, { quota: { ...QUOTA, keepDays: 1 } });
  const { page, stack } = story;
  const startedAt = new Date(Date.now() - 3_600_000);
  await storeRecording(await callsOf(stack, "ada"), { startedAt, segmentSeconds: 57 });
  await page.reload();
  await page.getByText(/^Your storage is almost full: 0\.9 of 1 min\./).waitFor();
  await accountButton(page).click();
  await page.getByText("0.9 of 1 min in your bucket").waitFor();
  await page.keyboard.press("Escape");

  await startRecording(page);
  await clockShows(page, 5);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  // Told before the next recording, without a reload.
  await note(page).getByText(FULL).waitFor();

  await startRecording(page);
  await clockShows(page, 5);
  await page.getByText("on this device until there is room").waitFor();
  await stopButton(page).click();
  await page.getByText("Waits for room").first().waitFor();
  expect(await page.locator(".deck .state").innerText()).toBe("Saved");
  expect(await page.getByText("Waits for network").count()).toBe(0);
  await note(page).getByText(FULL).waitFor();
  const refused = await readRecordings(stack);
  expect(refused.map(({ manifest }) => manifest !== undefined)).toEqual([true, true]);

  await raiseQuota(stack, { ...QUOTA, maxDurationMs: 10 * MINUTE_MS });
  await recordingLinks(page).first().click();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator(".page-meta").getByText("In your bucket").waitFor({ timeout: 60_000 });
  await inBucket(page).waitFor();
  await note(page).waitFor({ state: "detached" });

  const [, crossing, waiting] = await readRecordings(stack);
  const [first, second] = await givenRecordings(page);
  if (!crossing || !waiting || !first || !second) throw new Error("there must be two recordings");
  for (const { kept, given } of [compared(crossing, first), compared(waiting, second)]) {
    expect(kept).toEqual(given);
  }
});
