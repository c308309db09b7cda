// Trouble during capture: a page that hangs, a microphone that goes away, a laptop that sleeps.
import { expect, test } from "vitest";
import { clockShows, openSettings, stopButton } from "../fixtures/browser/app.ts";
import { likeOtherBrowsers } from "./other-browsers.ts";
import { giveSignal, openLaptop, sealedRecording, wanderSamples } from "./laptop.ts";
import { startRecording } from "./story.ts";

// Not concurrent: with other tests beside it, two cores may be too slow and drop sound.
test("loses no sample when the page hangs for four seconds while it records", async () => {
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

test.concurrent("loses no sample in a browser that has only audio worklets, IndexedDB and 44.1 kHz", async () => {
  const withoutOpfs = "delete FileSystemFileHandle.prototype.createSyncAccessHandle;";
  await using laptop = await openLaptop({
    workerScript: withoutOpfs,
    pageScript: likeOtherBrowsers,
  });
  const { page } = laptop;
  await giveSignal(page);
  await startRecording(page);
  await openSettings(page);
  await page.getByText(/^Sound is written to a database of this browser/).waitFor();
  await clockShows(page, 6);
  await stopButton(page).click();
  expect(await wanderSamples(laptop)).toBeLessThan(1);
});

test.concurrent("ends the recording with a sentence when the microphone goes away, and stores all sound until then", async () => {
  await using laptop = await openLaptop();
  const { page, stack, browser } = laptop;
  await startRecording(page);
  await clockShows(page, 5);
  // The test browser's fake prompt would grant the microphone again at once; a real one does not.
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException("taken back", "NotAllowedError"));
  });
  const cdp = await browser.context.newCDPSession(page);
  // Chromium ends the microphone's track when the permission is revoked.
  await cdp.send("Browser.setPermission", {
    permission: { name: "microphone" },
    setting: "denied",
    origin: stack.url,
  });
  await page.getByText("The microphone went away.").waitFor();
  const { manifest } = await sealedRecording(laptop);
  expect(manifest.durationMs).toBeGreaterThan(4900);
});

test.concurrent("records a gap of the right length when the laptop sleeps, and continues", async () => {
  await using laptop = await openLaptop();
  const { page, browser } = laptop;
  const startedAtMs = Date.now();
  await startRecording(page);
  await clockShows(page, 3);
  const sleptMs = await browser.sleep(5000);
  await clockShows(page, 6);
  await stopButton(page).click();
  const { durationMs, gaps } = (await sealedRecording(laptop)).manifest;
  expect(durationMs).toBeGreaterThan(5900);
  expect(gaps.length).toBeGreaterThan(0);
  const missingMs = gaps.reduce((sum, gap) => sum + gap.durationMs, 0);
  // The system still delivers some sound from just before and after the sleep.
  expect(missingMs).toBeGreaterThan(sleptMs - 500);
  expect(missingMs).toBeLessThan(Date.now() - startedAtMs - durationMs);
});
