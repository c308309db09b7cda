// Like trouble.test.ts, with rarer and longer troubles.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { beginStory, keptAndGiven, recordDespite, recordDuring, recordOffline } from "./story.ts";

const HOUR_MS = 3_600_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

test.concurrent("uploads everything after 60 s offline while recording", async () => {
  await using story = await beginStory(browser);
  await recordOffline(story, 60);
  const { kept, given } = await keptAndGiven(story);
  expect(kept).toEqual(given);
});

test.concurrent.each<[string, readonly FaultRule[]]>([
  ["the API answers 503", [{ kind: "unavailable", at: "api", retryAfterSeconds: 1 }]],
  [
    "S3 asks to slow down",
    [{ kind: "slow-down", at: "s3", match: { method: "PUT", path: ".webm" } }],
  ],
  ["S3 cannot be reached", [{ kind: "drop", at: "s3", match: { method: "PUT", path: ".webm" } }]],
])("keeps sound on the device while %s, and uploads it afterwards", async (_what, rules) => {
  await using story = await beginStory(browser);
  await recordDuring(story, rules);
  const { kept, given } = await keptAndGiven(story);
  expect(kept).toEqual(given);
});

test.concurrent.each<[string, readonly FaultRule[]]>([
  ["answers are cut off", [{ kind: "truncate", at: "api", every: 3 }]],
  ["every PUT arrives twice", [{ kind: "duplicate", at: "s3" }]],
  ["grants are expired when they are used", [{ kind: "expired", at: "s3", times: 2 }]],
  [
    "this device's clock is three hours ahead",
    [
      { kind: "clock-skew", at: "s3", aheadMs: -3 * HOUR_MS },
      { kind: "clock-skew", at: "api", aheadMs: -3 * HOUR_MS },
    ],
  ],
])("uploads everything exactly once although %s", async (_what, rules) => {
  await using story = await beginStory(browser);
  await recordDespite(story, rules);
  const { kept, given } = await keptAndGiven(story);
  expect(kept).toEqual(given);
});
