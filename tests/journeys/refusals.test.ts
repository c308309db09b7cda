// Refusals by a third party, in a real browser. The page says who refuses, no segment gets stuck, the
// server's log has a line for the owner, and every upload completes without a click once the obstacle is
// gone. packages/web/src/api/refusals.test.ts covers all kinds.
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Browser } from "playwright-core";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack } from "../fixtures/stack/test-stack.ts";
import {
  accountButton,
  chooseSegmentSeconds,
  clockShows,
  recordButton,
  stopButton,
} from "../fixtures/browser/app.ts";
import { enterAs } from "./enter.ts";
import { beginStory, inBucket, keptAndGiven, onDevice, startRecording } from "./story.ts";

const BLOCKED = "Something between this browser and your bucket refuses the upload.";
/** Of the browser: the API's own requests take another way to the bucket. */
const onPut = { match: { method: "PUT", path: ".webm" } };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

interface Case {
  readonly what: string;
  readonly rule: FaultRule;
  readonly sentence: string;
  /** The first log line for the owner; none if the server is unreachable. */
  readonly logged: readonly object[];
}

test.concurrent.each<Case>([
  {
    what: "a filter answers uploads with 403 and a page that scripts may not read",
    rule: { kind: "foreign", at: "s3", status: 403, ...onPut },
    sentence: BLOCKED,
    logged: [{ message: "upload refused" }],
  },
  {
    what: "a portal answers uploads with 200 and its own page",
    rule: { kind: "foreign", at: "s3", status: 200, readable: true, ...onPut },
    sentence: BLOCKED,
    logged: [{ message: "upload refused", status: 200 }],
  },
  {
    what: "the bucket does not know the key of the signature yet",
    rule: { kind: "refuse", at: "s3", code: "InvalidAccessKeyId", ...onPut },
    sentence: "Your bucket refuses the upload.",
    logged: [{ message: "upload refused", status: 403, s3Code: "InvalidAccessKeyId" }],
  },
  {
    what: "a filter answers the API's calls with 403 and its own page",
    rule: { kind: "foreign", at: "api", status: 403, match: { path: "/trpc/" } },
    sentence: "Something between this browser and Tapedeck answers in its place.",
    logged: [],
  },
])("says so while $what, and uploads everything afterwards", async ({ rule, sentence, logged }) => {
  await using story = await beginStory(browser);
  const { page, stack } = story;
  const lift = stack.faults.add(rule);
  await startRecording(page);
  await page.getByText(sentence).first().waitFor({ timeout: 60_000 });
  await clockShows(page, 8);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  await page.getByText(sentence).first().waitFor();
  expect(await page.getByText("Needs you", { exact: true }).count()).toBe(0);
  expect(await page.getByText("The connection broke.").count()).toBe(0);
  expect(stack.faults.hits.get(rule)).toBeGreaterThan(0);
  lift();
  await inBucket(page).waitFor({ timeout: 90_000 });
  const { kept, given } = await keptAndGiven(story);
  expect(kept).toEqual(given);
  const lines = stack.logLines.filter((line) => line.includes("upload refused"));
  expect(lines.slice(0, 1).map((line): unknown => JSON.parse(line))).toMatchObject(logged);
});

test.concurrent.each(["/trpc/", "/auth/token"])(
  "knows the person and records, on a page that is opened while a portal answers %s with its own page",
  async (path) => {
    await using story = await beginStory(browser);
    const { context, stack } = story;
    const lift = stack.faults.add({ kind: "foreign", at: "api", status: 200, match: { path } });
    const page = await context.newPage();
    await page.goto(stack.url);
    await chooseSegmentSeconds(page, 2);
    await startRecording(page);
    await clockShows(page, 3);
    await stopButton(page).click();
    await onDevice(page).waitFor();
    lift();
    await inBucket(page).waitFor({ timeout: 90_000 });
    const { kept, given } = await keptAndGiven({ stack, page });
    expect(kept).toEqual(given);
  },
);

test("records while a filter withholds the code beside the page, says that a part is missing, and shows it once it comes", async () => {
  await using stack = await startTestStack({ webDir: inject("webDir") });
  await using context = await browser.newContext({ serviceWorkers: "block" });
  const beside = /\/assets\/(deck-room|Menu|Settings)-[^/]*\.js$/;
  await context.route(beside, (route) => route.abort());
  const page = await context.newPage();
  await enterAs(page, stack, "ada");
  const missing = page.getByRole("alert").filter({ hasText: "A part of Tapedeck could not be" });
  // In the deck, and in the place of the library, which has the same menu.
  await missing.nth(1).waitFor();
  await accountButton(page).click();
  await recordButton(page).click();
  await clockShows(page, 1);
  await stopButton(page).click();

  await context.unroute(beside);
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await inBucket(page).waitFor({ timeout: 90_000 });
  expect(await missing.count()).toBe(0);
});

// Without a tap, because Playwright answers preflights itself while it intercepts requests.
test("says so while preflights are refused, as by a bucket without our CORS rule, and uploads everything afterwards", async () => {
  await using stack = await startTestStack({ webDir: inject("webDir") });
  const page = await browser.newPage();
  await enterAs(page, stack, "ada");
  await chooseSegmentSeconds(page, 2);
  // Added before the first upload, because browsers cache the answer to a preflight for two hours.
  const rule: FaultRule = { kind: "foreign", at: "s3", status: 403, match: { method: "OPTIONS" } };
  const lift = stack.faults.add(rule);
  await startRecording(page);
  await page.getByText(BLOCKED).first().waitFor({ timeout: 60_000 });
  await stopButton(page).click();
  await onDevice(page).waitFor();
  expect(stack.faults.hits.get(rule)).toBeGreaterThan(1);
  // With the next request for grants, which the page does not wait for.
  const isLogged = () => stack.logLines.some((line) => line.includes('"upload refused"'));
  await expect.poll(isLogged, { timeout: 60_000 }).toBe(true);
  lift();
  await inBucket(page).waitFor({ timeout: 90_000 });
  await page.close();
});
