// What befalls the capture itself: a page that hangs, a microphone that goes away, a laptop that sleeps.
import { expect, test } from "vitest";
import { clockShows, stopButton } from "../fixtures/browser/app.ts";
import { likeOtherBrowsers } from "./other-browsers.ts";
import { giveSignal, openLaptop, sealedRecording, wanderSamples } from "./laptop.ts";
import { startRecording } from "./story.ts";

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
