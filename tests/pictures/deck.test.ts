// The deck, and the way out, in each of their states.
import { afterAll, beforeAll, test } from "vitest";
import type { Browser } from "playwright-core";
import { clockShows, signOutDialog, stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { inBucket, startRecording } from "../journeys/story.ts";
import { openPath, openStage, storeLibrary } from "./stage.ts";
import { takePictures } from "./take-pictures.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

test("recording, paused, saved", async () => {
  await using stage = await openStage(browser);
  const { page } = stage;
  await storeLibrary(stage);
  await openPath(stage);
  await startRecording(page);
  await clockShows(page, 5);
  await takePictures(page, "deck-recording");
  await page.getByRole("button", { name: "Pause" }).click();
  await takePictures(page, "deck-paused");
  await stopButton(page).click();
  await inBucket(page).waitFor();
  await takePictures(page, "deck-saved");
});

test("the question before a sign-out", async () => {
  await using stage = await openStage(browser);
  const { page } = stage;
  await startRecording(page);
  await clockShows(page, 3);
  await page.getByRole("button", { name: "Sign out" }).click();
  await signOutDialog(page).waitFor();
  await takePictures(page, "sign-out-recording");
});

test("a microphone that is not allowed", async () => {
  await using denying = await openBrowser({ microphone: "denied" });
  await using stage = await openStage(denying);
  const { page } = stage;
  await page.getByRole("button", { name: "Record" }).click();
  await page.getByText("The microphone is not allowed.").waitFor();
  await takePictures(page, "deck-denied");
});
