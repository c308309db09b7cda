// A person's own machine: a browser with a profile on disk, and the stack behind its app.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject } from "vitest";
import type { Page } from "playwright-core";
import { joinSegments } from "@tapedeck/core/webm/join";
import { openProfile, type ProfileBrowser } from "../fixtures/browser/open-profile.ts";
import { locateWindows } from "../fixtures/signal/locate.ts";
import { makeNoise } from "../fixtures/signal/noise.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { chooseSegmentSeconds } from "../fixtures/browser/app.ts";
import { tapEncoder } from "./encoder-tap.ts";
import { enterAs } from "./enter.ts";
import { decode } from "./playback.ts";
import { SIGNAL_SECONDS } from "../fixtures/signal/signal-seconds.ts";
import { inBucket, keptAndGiven } from "./story.ts";

export interface Laptop extends AsyncDisposable {
  readonly stack: TestStack;
  readonly browser: ProfileBrowser;
  readonly page: Page;
}

export interface LaptopScripts {
  /** Runs in each page before all other scripts. */
  readonly pageScript: () => void;
  /** Runs in the encoder worker before all other code. */
  readonly workerScript?: string;
}

/** @returns a laptop with the studio open, set to segments of 2 s */
export async function openLaptop(scripts?: LaptopScripts): Promise<Laptop> {
  const stack = await startTestStack({ webDir: inject("webDir") });
  const profileDir = await mkdtemp(join(tmpdir(), "tapedeck-profile-"));
  const browser = await openProfile(profileDir);
  if (scripts) await browser.context.addInitScript(scripts.pageScript);
  await tapEncoder(browser.context, scripts);
  const page = await browser.newPage();
  await enterAs(page, stack, "ada");
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

declare global {
  var signal: Float32Array<ArrayBuffer>;
}

/** Longer than any of these recordings. */
const GIVEN_SECONDS = 16;

/** Sets the page's `signal`: first `silentSeconds` of silence, then the start of the known signal. */
export async function giveSignal(page: Page, silentSeconds = 0): Promise<void> {
  // 16 bits, because Chromium takes 14 s for a message of 8 MB, and half a second for one of 2 MB.
  const samples = Int16Array.from(makeNoise(GIVEN_SECONDS), (sample) => sample * 32_767);
  await page.evaluate(
    ({ base64, silent }) => {
      const given = new Int16Array(Uint8Array.fromBase64(base64).buffer);
      globalThis.signal = new Float32Array(silent + given.length);
      globalThis.signal.set(
        Float32Array.from(given, (sample) => sample / 32_767),
        silent,
      );
    },
    { base64: Buffer.from(samples.buffer).toString("base64"), silent: silentSeconds * 48_000 },
  );
}

/** Waits for the sealed recording, and checks that it holds every packet of the encoder. */
export async function sealedRecording({ page, stack }: Laptop) {
  await inBucket(page).waitFor({ timeout: 60_000 });
  const { kept, given, manifest, stored } = await keptAndGiven({ stack, page });
  expect(kept).toEqual(given);
  return { manifest, stored };
}

/** How far the recording drifts from the microphone's sound: each lost or doubled sample adds one. */
export async function wanderSamples(laptop: Laptop): Promise<number> {
  const { stored } = await sealedRecording(laptop);
  const whole = await decode(laptop.page, joinSegments(stored.map(({ bytes }) => bytes)));
  const offsets = locateWindows(whole, makeNoise(SIGNAL_SECONDS)).map(({ offset }) => offset);
  return Math.max(...offsets) - Math.min(...offsets);
}
