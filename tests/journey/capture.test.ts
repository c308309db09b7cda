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

// Alone: beside others, two cores may drop sound for want of time.
test("a page that hangs for four seconds while it records misses not a sample", async () => {
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
  expect(await wanderSamples(laptop)).toBeLessThan(1);
});

test.concurrent("a browser with audio worklets, IndexedDB and 44.1 kHz only misses not a sample", async () => {
  const withoutOpfs = "delete FileSystemFileHandle.prototype.createSyncAccessHandle;";
  await using laptop = await openLaptop({
    workerScript: withoutOpfs,
    pageScript: likeOtherBrowsers,
  });
  const { page } = laptop;
  await giveSignal(page);
  await startRecording(page);
  await page.getByText(/IndexedDB/).waitFor();
  await clockShows(page, 6);
  await stopButton(page).click();
  expect(await wanderSamples(laptop)).toBeLessThan(1);
});

test.concurrent("a microphone that is muted is told, and no longer when it is heard again", async () => {
  await using laptop = await openLaptop({ pageScript: likeOtherBrowsers });
  const { page } = laptop;
  await giveSignal(page, 16);
  await startRecording(page);
  const notice = page.getByText("The microphone gives nothing but silence");
  await notice.waitFor();
  await notice.waitFor({ state: "detached" });
  await stopButton(page).click();
  const { manifest } = await sealedRecording(laptop);
  expect(manifest.durationMs).toBeGreaterThan(15_000);
});

test.concurrent("a microphone that goes away ends the recording with a sentence, and all until then arrives", async () => {
  await using laptop = await openLaptop();
  const { page, stack, browser } = laptop;
  await startRecording(page);
  await clockShows(page, 5);
  // The fake prompt of these browsers would grant it again at once; a real one does not.
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException("taken back", "NotAllowedError"));
  });
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
  const sleptMs = await browser.sleep(5000);
  await clockShows(page, 6);
  await stopButton(page).click();
  const { durationMs, gaps } = (await sealedRecording(laptop)).manifest;
  expect(durationMs).toBeGreaterThan(5900);
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

declare global {
  var signal: Float32Array<ArrayBuffer>;
}

/**
 * No MediaStreamTrackProcessor, and a microphone that connects only at the rate of its device. What
 * connects is the signal itself: Chromium's own buffer between a microphone and an audio graph slips
 * by some milliseconds when the machine is busy (measured), which says nothing of what is ours.
 */
function likeOtherBrowsers(): void {
  Reflect.deleteProperty(globalThis, "MediaStreamTrackProcessor");
  globalThis.AudioContext = class extends AudioContext {
    override createMediaStreamSource(): MediaStreamAudioSourceNode {
      if (this.sampleRate !== 44_100) throw new DOMException("rates differ", "NotSupportedError");
      const buffer = new AudioBuffer({ length: globalThis.signal.length, sampleRate: 48_000 });
      buffer.copyToChannel(globalThis.signal, 0);
      const source = new AudioBufferSourceNode(this, { buffer });
      source.start();
      return source as AudioNode as MediaStreamAudioSourceNode;
    }
  };
  const settings = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, "getSettings");
  const native = settings?.value as MediaStreamTrack["getSettings"];
  MediaStreamTrack.prototype.getSettings = function () {
    return { ...native.call(this), sampleRate: 44_100 };
  };
}

/** Half a minute of it, after so much silence. */
async function giveSignal(page: Page, silentSeconds = 0): Promise<void> {
  const samples = new Float32Array(30 * 48_000);
  samples.set(makeNoise(30 - silentSeconds), silentSeconds * 48_000);
  await page.evaluate((base64) => {
    globalThis.signal = new Float32Array(Uint8Array.fromBase64(base64).buffer);
  }, Buffer.from(samples.buffer).toString("base64"));
}

async function openLaptop(scripts?: {
  pageScript: () => void;
  workerScript?: string;
}): Promise<Laptop> {
  const stack = await startTestStack({ webDir: inject("webDir") });
  const profileDir = await mkdtemp(join(tmpdir(), "tapedeck-profile-"));
  const browser = await openProfile(profileDir);
  if (scripts) await browser.context.addInitScript(scripts.pageScript);
  await tapEncoder(browser.context, scripts?.workerScript);
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

/** How far its sound strays from the microphone's: every sample that is missing or doubled adds one. */
async function wanderSamples(laptop: Laptop): Promise<number> {
  const { stored } = await sealedRecording(laptop);
  const whole = await decode(laptop.page, joinSegments(stored.map(({ bytes }) => bytes)));
  const offsets = locateWindows(whole, makeNoise(SIGNAL_SECONDS)).map(({ offset }) => offset);
  return Math.max(...offsets) - Math.min(...offsets);
}
