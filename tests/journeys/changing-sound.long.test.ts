// Changes while a recording runs: the sound's rate and channels, the microphone, an audio context that the
// browser suspends, and the device's clock.
import { expect, test } from "vitest";
import { missingMs } from "@tapedeck/core/gaps";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { clockShows, recordButton, stopButton } from "../fixtures/browser/app.ts";
import { giveSignal, openLaptop, sealedRecording, wanderSamples } from "./laptop.ts";
import { likeOtherBrowsers } from "./other-browsers.ts";
import { beginStory, startRecording } from "./story.ts";

const HOUR_MS = 3_600_000;

// Not concurrent: with other tests beside it, two cores may be too slow and drop sound.
test("keeps one recording, exact to a sample, when the microphone changes from 48 kHz mono to 16 kHz stereo and back", async () => {
  await using laptop = await openLaptop({ pageScript: changeRates });
  const { page } = laptop;
  await giveSignal(page);
  await startRecording(page);
  await clockShows(page, 9);
  await stopButton(page).click();
  // At each change, the position is rounded to a sample of the new rate.
  expect(await wanderSamples(laptop)).toBeLessThan(3);
});

test.concurrent("warns while the microphone is muted, and no longer once it gives sound again", async () => {
  await using laptop = await openLaptop({ pageScript: likeOtherBrowsers });
  const { page } = laptop;
  await giveSignal(page, 16);
  await startRecording(page);
  const notice = page.getByText(/^No sound from/);
  await notice.waitFor();
  await notice.waitFor({ state: "detached" });
  await stopButton(page).click();
  const { manifest } = await sealedRecording(laptop);
  expect(manifest.durationMs).toBeGreaterThan(15_000);
});

test.concurrent("keeps one recording with a gap when the microphone goes away and comes back", async () => {
  await using laptop = await openLaptop({ pageScript: takeMicrophoneAway });
  const { page } = laptop;
  await startRecording(page);
  await clockShows(page, 3);
  const before = await stopButton(page).boundingBox();
  await page.evaluate(() => globalThis.takeAway(4000));
  const notice = page.getByText(/went away\.$/);
  await notice.waitFor();
  expect(await stopButton(page).boundingBox()).toEqual(before);
  await notice.waitFor({ state: "detached" });
  await clockShows(page, 10);
  await page
    .locator(".scope")
    .getByText(/^\d+\.\d s missing$/)
    .waitFor();
  // The words on the wave move no button either.
  expect(await stopButton(page).boundingBox()).toEqual(before);
  await stopButton(page).click();
  const { manifest } = await sealedRecording(laptop);
  expect(manifest.durationMs).toBeGreaterThan(9900);
  expect(missingMs(manifest.gaps)).toBeGreaterThan(3500);
  await page
    .locator(".row")
    .getByText(/^\d+\.\d s missing$/)
    .waitFor();
});

test.concurrent("says that the browser holds the sound up, moves no button, and continues after a click", async () => {
  await using laptop = await openLaptop({ pageScript: holdUpAudio });
  const { page } = laptop;
  await startRecording(page);
  await clockShows(page, 2);
  const pause = page.getByRole("button", { name: "Pause" });
  const before = await pause.boundingBox();
  const warnedAfterMs = await page.evaluate(async () => {
    globalThis.mayResume = false;
    await globalThis.audio?.suspend();
    const sinceMs = performance.now();
    while (!document.body.textContent.includes("This browser holds the sound up.")) {
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
    return performance.now() - sinceMs;
  });
  console.log(`warned after ${Math.round(warnedAfterMs)} ms`);
  expect(await pause.boundingBox()).toEqual(before);
  // Long enough to count as a gap and not as lateness, even on a fast machine.
  await page.waitForTimeout(1000);
  await page.getByRole("button", { name: "Let the sound go on" }).click();
  await page.getByText("This browser holds the sound up.").waitFor({ state: "detached" });
  await clockShows(page, 8);
  await stopButton(page).click();
  const { manifest } = await sealedRecording(laptop);
  expect(missingMs(manifest.gaps)).toBeGreaterThan(500);
});

test.concurrent("records no gap when the clock is set an hour ahead and back", async () => {
  await using laptop = await openLaptop({ pageScript: setClocks, workerScript: CLOCK_SCRIPT });
  const { page } = laptop;
  await startRecording(page);
  await clockShows(page, 5);
  await page.evaluate((ms) => globalThis.setClock(ms), HOUR_MS);
  await clockShows(page, 12);
  await page.evaluate(() => globalThis.setClock(0));
  await clockShows(page, 15);
  await stopButton(page).click();
  const { manifest } = await sealedRecording(laptop);
  expect(manifest.gaps.filter(({ durationMs }) => durationMs > 60_000)).toEqual([]);
});

test.concurrent("says that the app was updated when its worker is gone from the server", async () => {
  // Without a service worker, which would still have the file in its cache.
  await using browser = await openBrowser({ microphone: "granted" });
  await using story = await beginStory(browser);
  const { page } = story;
  await story.context.unrouteAll();
  await page.route(/encoder-worker[^/]*\.js/, (route) => route.fulfill({ status: 404 }));
  await recordButton(page).click();
  await page.getByText("Tapedeck was updated since this page was opened.").waitFor();
  expect(await page.getByText("audio encoder failed").count()).toBe(0);
  expect(await recordButton(page).isEnabled()).toBe(true);
});

declare global {
  var takeAway: (forMs: number) => void;
  var mayResume: boolean;
  var audio: AudioContext | undefined;
  var setClock: (aheadMs: number) => void;
}

/** Replaces the microphone: plays `signal` in blocks of 10 ms, two seconds at each rate. */
function changeRates(): void {
  const rates = [
    { rateHz: 48_000, channels: 1 },
    { rateHz: 16_000, channels: 2 },
  ] as const;
  const blockOf = (index: number): AudioData => {
    const { rateHz, channels } = rates[Math.floor(index / 200) % 2] ?? rates[0];
    const [frames, step] = [rateHz / 100, 48_000 / rateHz];
    const data = new Float32Array(frames * channels);
    for (let channel = 0; channel < channels; channel++) {
      for (let frame = 0; frame < frames; frame++) {
        data[channel * frames + frame] = globalThis.signal[index * 480 + frame * step] ?? 0;
      }
    }
    return new AudioData({
      format: "f32-planar",
      sampleRate: rateHz,
      numberOfChannels: channels,
      numberOfFrames: frames,
      timestamp: index * 10_000,
      data,
    });
  };
  const readable = () =>
    new ReadableStream<AudioData>({
      start: (controller) => {
        const sinceMs = performance.now();
        let index = 0;
        setInterval(() => {
          while (index * 10 < performance.now() - sinceMs) controller.enqueue(blockOf(index++));
        }, 10);
      },
    });
  Reflect.set(
    globalThis,
    "MediaStreamTrackProcessor",
    class {
      readonly readable = readable();
    },
  );
}

/** Adds `takeAway(forMs)`, which ends the microphone's track and hides the microphone for that time. */
function takeMicrophoneAway(): void {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  let track: MediaStreamTrack | undefined;
  let backAtMs = 0;
  mediaDevices.getUserMedia = async (constraints) => {
    if (performance.now() < backAtMs) throw new DOMException("none", "NotFoundError");
    const stream = await open(constraints);
    [track] = stream.getAudioTracks();
    return stream;
  };
  globalThis.takeAway = (forMs) => {
    backAtMs = performance.now() + forMs;
    track?.stop();
    track?.dispatchEvent(new Event("ended"));
  };
}

/** Leaves only audio worklets, on an AudioContext that resumes only during a click. */
function holdUpAudio(): void {
  Reflect.deleteProperty(globalThis, "MediaStreamTrackProcessor");
  globalThis.mayResume = true;
  globalThis.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      globalThis.audio = this;
    }
    override resume(): Promise<void> {
      return globalThis.mayResume ? super.resume() : new Promise(() => undefined);
    }
  };
  addEventListener(
    "click",
    () => {
      globalThis.mayResume = true;
    },
    { capture: true },
  );
}

const CLOCK_SCRIPT = `
{
  const now = Date.now;
  let aheadMs = 0;
  Date.now = () => now() + aheadMs;
  new BroadcastChannel("test-clock").onmessage = ({ data }) => (aheadMs = data);
}
`;

/** Adds `setClock(aheadMs)`, which sets the wall clock here and in the worker. */
function setClocks(): void {
  const now = Date.now;
  let aheadMs = 0;
  Date.now = () => now() + aheadMs;
  const channel = new BroadcastChannel("test-clock");
  globalThis.setClock = (ms) => {
    aheadMs = ms;
    channel.postMessage(ms);
  };
}
