// What befalls the capture itself: a page that hangs, a microphone that goes away, a laptop that sleeps.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import type { Page } from "playwright-core";
import { joinSegments } from "@tapedeck/core/webm/join";
import { openProfile, type ProfileBrowser } from "../browser/open-profile.ts";
import { locateWindows } from "../signal/locate.ts";
import { makeNoise } from "../signal/noise.ts";
import { startTestStack, type TestStack } from "../stack/test-stack.ts";
import { chooseSegmentSeconds, clockShows, signInAs, stopButton } from "./app.ts";
import { tapEncoder } from "./encoder-tap.ts";
import { decode } from "./playback.ts";
import { SIGNAL_SECONDS } from "./signal-seconds.ts";
import { inBucket, keptAndGiven, startRecording } from "./story.ts";

test.concurrent("a page that hangs for four seconds while it records misses not a sample", async () => {
  await using laptop = await openLaptop();
  const { page } = laptop;
  await startRecording(page);
  await clockShows(page, 2);
  await page.evaluate(() => {
    const endMs = performance.now() + 4000;
    while (performance.now() < endMs);
  });
  await clockShows(page, 8);
  await stopButton(page).click();
  const { manifest, stored } = await sealedRecording(laptop);
  expect(manifest.gaps).toEqual([]);
  const whole = await decode(page, joinSegments(stored.map(({ bytes }) => bytes)));
  const offsets = locateWindows(whole, makeNoise(SIGNAL_SECONDS)).map(({ offset }) => offset);
  expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThan(1);
});

test.concurrent("a microphone that goes away ends the recording with a sentence, and all until then arrives", async () => {
  await using laptop = await openLaptop();
  const { page, stack, browser } = laptop;
  await startRecording(page);
  await clockShows(page, 5);
  const cdp = await browser.context.newCDPSession(page);
  // Chromium ends a microphone's track when its permission is taken back.
  await cdp.send("Browser.setPermission", {
    permission: { name: "microphone" },
    setting: "denied",
    origin: stack.url,
  });
  await page.getByText("The microphone went away.").waitFor();
  const { manifest } = await sealedRecording(laptop);
  expect(manifest.durationMs).toBeGreaterThan(4900);
});

test.concurrent("a laptop that sleeps leaves a gap of that length, and the recording goes on", async () => {
  await using laptop = await openLaptop();
  const { page, browser } = laptop;
  const beganMs = Date.now();
  await startRecording(page);
  await clockShows(page, 3);
  const sleptMs = await browser.sleep(8000);
  await clockShows(page, 9);
  await stopButton(page).click();
  const { durationMs, gaps } = (await sealedRecording(laptop)).manifest;
  expect(durationMs).toBeGreaterThan(8900);
  expect(gaps.length).toBeGreaterThan(0);
  const missingMs = gaps.reduce((sum, gap) => sum + gap.durationMs, 0);
  // Some sound from before and after it is still delivered.
  expect(missingMs).toBeGreaterThan(sleptMs - 500);
  expect(missingMs).toBeLessThan(Date.now() - beganMs - durationMs);
});

interface Laptop extends AsyncDisposable {
  readonly stack: TestStack;
  readonly browser: ProfileBrowser;
  readonly page: Page;
}

async function openLaptop(): Promise<Laptop> {
  const stack = await startTestStack({ webDir: inject("webDir") });
  const profileDir = await mkdtemp(join(tmpdir(), "tapedeck-profile-"));
  const browser = await openProfile(profileDir);
  await tapEncoder(browser.context);
  const page = await browser.newPage();
  await signInAs(page, stack, "ada");
  await chooseSegmentSeconds(page, 2);
  return {
    stack,
    browser,
    page,
    [Symbol.asyncDispose]: async () => {
      await browser.kill();
      await stack[Symbol.asyncDispose]();
      await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Once it is sealed, holding what the encoder gave. */
async function sealedRecording({ page, stack }: Laptop) {
  await inBucket(page).waitFor({ timeout: 30_000 });
  const { kept, given, manifest, stored } = await keptAndGiven({ stack, page });
  expect(kept).toEqual(given);
  return { manifest, stored };
}
