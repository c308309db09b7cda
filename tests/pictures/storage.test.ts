// What a person has stored, from little to too much.
import { afterAll, beforeAll, test } from "vitest";
import type { Browser } from "playwright-core";
import { accountButton, clockShows, recordingLinks, stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { raiseQuota } from "../fixtures/stack/raise-quota.ts";
import { startRecording } from "../journeys/story.ts";
import { hear } from "./sounds.ts";
import { openPath, openStage, storeLibrary } from "./stage.ts";
import { takeKeyPictures, takePictures } from "./take-pictures.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

/** Of the 335 minutes of the library's recordings. */
const quotaOfMinutes = (minutes: number) => ({
  maxSizeBytes: 10_000_000_000,
  maxDurationMs: minutes * 60_000,
});

test("some of it is used, nearly all, and all; and a recording that waits for room", async () => {
  await using stage = await openStage(browser);
  const { page, stack } = stage;
  await hear(page, "speech");
  await storeLibrary(stage);
  const menu = {
    arrange: async () => {
      await accountButton(page).click();
      await page
        .getByText(/ in your bucket$/)
        .last()
        .waitFor();
    },
    tidy: () => page.keyboard.press("Escape"),
  };
  await openPath(stage);
  await takePictures(page, "storage-menu", menu);
  await raiseQuota(stack, quotaOfMinutes(360));
  await openPath(stage);
  await page.getByText(/^Your storage is almost full/).waitFor();
  await takePictures(page, "storage-nearly-full", menu);
  await raiseQuota(stack, quotaOfMinutes(330));
  await openPath(stage);
  await page.getByText(/^Your storage is full/).waitFor();
  await takeKeyPictures(page, "storage-full");
  await startRecording(page);
  await clockShows(page, 5);
  await page.getByText("on this device until there is room").waitFor();
  await takePictures(page, "storage-full-recording");
  await stopButton(page).click();
  await page.getByText("Waits for room").first().waitFor();
  await takeKeyPictures(page, "storage-waits");
  await recordingLinks(page).first().click();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await takePictures(page, "storage-waits-page");
});
