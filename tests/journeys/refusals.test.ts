// Refusals that are neither our API's nor damage, in a real browser: the page says who refuses and never
// that uploads go on while something is stuck, the server's log has a line for the owner, and all of it
// arrives without a click once the obstacle is gone. All kinds: packages/web/src/api/refusals.test.ts.
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Browser } from "playwright-core";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack } from "../fixtures/stack/test-stack.ts";
import { chooseSegmentSeconds, clockShows, stopButton } from "../fixtures/browser/app.ts";
import { enterAs } from "./enter.ts";
import { beginStory, inBucket, keptAndGiven, onDevice, startRecording } from "./story.ts";

const BLOCKED = "Something between this browser and your bucket refuses the upload.";
const onPut = { match: { method: "PUT" } };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

interface Case {
  readonly what: string;
  readonly rule: FaultRule;
  readonly sentence: string;
  /** What the owner reads first, if the server can be told. */
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
])("while $what, the page says so; afterwards all arrives", async ({ rule, sentence, logged }) => {
  await using story = await beginStory(browser);
  const { page, stack } = story;
  const lift = stack.faults.add(rule);
  await startRecording(page);
  await page.getByText(sentence).first().waitFor({ timeout: 60_000 });
  await clockShows(page, 8);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  await page.getByText(sentence).first().waitFor();
  expect(await page.getByText("Stuck", { exact: true }).count()).toBe(0);
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
  "while a portal answers %s with its own page, a page that is opened knows its person, who may record",
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

// With nothing tapped: Playwright answers the preflights itself while it intercepts requests.
test("while preflights are refused, as by a bucket without a CORS rule for this site, the page says so; afterwards all arrives", async () => {
  await using stack = await startTestStack({ webDir: inject("webDir") });
  const page = await browser.newPage();
  await enterAs(page, stack, "ada");
  await chooseSegmentSeconds(page, 2);
  // Before the first upload: browsers remember the answer to a preflight for two hours.
  const rule: FaultRule = { kind: "foreign", at: "s3", status: 403, match: { method: "OPTIONS" } };
  const lift = stack.faults.add(rule);
  await startRecording(page);
  await page.getByText(BLOCKED).first().waitFor({ timeout: 60_000 });
  await stopButton(page).click();
  await onDevice(page).waitFor();
  expect(stack.faults.hits.get(rule)).toBeGreaterThan(1);
  expect(stack.logLines.some((line) => line.includes('"upload refused"'))).toBe(true);
  lift();
  await inBucket(page).waitFor({ timeout: 90_000 });
  await page.close();
});
