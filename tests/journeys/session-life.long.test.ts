// A session outlives its access tokens: several tabs share it while every use spends a refresh token, and it
// continues after a day.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, BrowserContext } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import {
  chooseSegmentSeconds,
  clockShows,
  recordButton,
  recordFor,
  stopButton,
} from "../fixtures/browser/app.ts";
import { beginStory, inBucket, keptAndGiven } from "./story.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

const DAY_MS = 24 * 60 * 60 * 1000;

/** Counts the requests for an access token, and the most that were under way at once. */
function watchTokenRequests(context: BrowserContext) {
  const seen = { requests: 0, underWay: 0, mostAtOnce: 0 };
  const isOne = (request: { url(): string }) => request.url().endsWith("/auth/token");
  const end = (request: { url(): string }) => {
    if (isOne(request)) seen.underWay -= 1;
  };
  context.on("request", (request) => {
    if (!isOne(request)) return;
    seen.requests += 1;
    seen.underWay += 1;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.underWay);
  });
  context.on("requestfinished", end);
  context.on("requestfailed", end);
  return seen;
}

test("keeps all tabs signed in when they need a token at the same moment, with one request at a time", async () => {
  // The app renews a token 30 s before it expires: here, with each batch of uploads.
  await using story = await beginStory(browser, { accessTokenTtlSeconds: 32 });
  const { context, page, stack } = story;
  const seen = watchTokenRequests(context);
  stack.faults.add({
    at: "api",
    kind: "delay",
    delayMs: 400,
    match: { path: "/auth/token" },
  });
  await recordButton(page).click();
  const others = await Promise.all([1, 2, 3].map(() => context.newPage()));
  for (let round = 0; round < 3; round++) {
    await Promise.all(
      others.map(async (other) => {
        await other.goto(stack.url);
        await recordButton(other).waitFor();
      }),
    );
  }
  await clockShows(page, 8);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  expect(seen.requests).toBeGreaterThanOrEqual(10);
  expect(seen.mostAtOnce).toBe(1);
  const { kept, given } = await keptAndGiven({ stack, page });
  expect(kept).toEqual(given);
});

test("records without a visit to the login page after the page has slept for a day", async () => {
  await using story = await beginStory(browser);
  const { context, stack } = story;
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(stack.url);
  await recordButton(page).waitFor();
  await story.page.close();
  const beforeMs = await page.evaluate(() => Date.now());
  const addresses: string[] = [];
  context.on("request", (request) => addresses.push(request.url()));

  await page.clock.fastForward(DAY_MS);
  stack.faults.add({ at: "api", kind: "clock-skew", aheadMs: DAY_MS });
  stack.faults.add({ at: "s3", kind: "clock-skew", aheadMs: DAY_MS });
  expect(await page.evaluate(() => Date.now())).toBeGreaterThanOrEqual(beforeMs + DAY_MS);

  await chooseSegmentSeconds(page, 2);
  await recordFor(page, 5);
  const { kept, given, manifest } = await keptAndGiven({ stack, page });
  expect(kept).toEqual(given);
  expect(manifest.durationMs).toBeGreaterThan(4900);
  expect(addresses.filter((url) => url.endsWith("/auth/token")).length).toBeGreaterThan(0);
  expect(addresses.filter((url) => url.startsWith(stack.cognito.origin))).toEqual([]);
});
