// The deck, and the way out, in each of their states.
import { afterAll, beforeAll, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import {
  accountButton,
  clockShows,
  openSettings,
  recordButton,
  signOut,
  signOutDialog,
  stopButton,
} from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { forgetMicrophone } from "../journeys/first-visit.ts";
import { inBucket, onDevice, startRecording } from "../journeys/story.ts";
import { openPath, openStage, storeLibrary } from "./stage.ts";
import { hear } from "./sounds.ts";
import { takeKeyPictures, takePictures } from "./take-pictures.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

const pauseButton = (page: Page) => page.getByRole("button", { name: "Pause" });

test("recording, offline, paused, saved", async () => {
  await using stage = await openStage(browser);
  const { page, context } = stage;
  await hear(page, "speech");
  await storeLibrary(stage);
  await openPath(stage);
  await startRecording(page);
  await clockShows(page, 9);
  await takeKeyPictures(page, "deck-recording");
  await context.setOffline(true);
  await page.getByText("Offline").first().waitFor();
  await clockShows(page, 14);
  await takePictures(page, "deck-offline");
  await context.setOffline(false);
  await pauseButton(page).click();
  await takePictures(page, "deck-paused");
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  await takeKeyPictures(page, "deck-saved");
  await page.reload();
  await inBucket(page).waitFor({ timeout: 60_000 });
  await takePictures(page, "deck-idle");
});

test("a first visit, and a check of the microphone", async () => {
  await using stage = await openStage(browser);
  const { page } = stage;
  await hear(page, "speech");
  await page.addInitScript(forgetMicrophone);
  await openPath(stage);
  await page.getByText("First, your microphone.").waitFor();
  await takeKeyPictures(page, "deck-first");
  await page.getByRole("button", { name: "Check microphone" }).click();
  await page.getByText("Good level.").waitFor();
  await page.waitForTimeout(4000);
  await takePictures(page, "deck-checking");
});

test.each([
  ["silence", "deck-silent", /^No sound from/],
  ["clipping", "deck-too-loud", /^Too loud\./],
] as const)("what it says of %s", async (sound, name, sentence) => {
  await using stage = await openStage(browser);
  const { page } = stage;
  await hear(page, sound);
  await storeLibrary(stage);
  await openPath(stage);
  await startRecording(page);
  await page.locator(".note").getByText(sentence).waitFor();
  await clockShows(page, 5);
  await takePictures(page, name);
});

test("a window that may forget, and a recording that was cut off", async () => {
  await using stage = await openStage(browser);
  const { page, context, stack } = stage;
  await hear(page, "speech");
  await storeLibrary(stage);
  await openPath(stage);
  const lift = stack.faults.add({
    at: "s3",
    kind: "unavailable",
    match: { method: "PUT", path: ".webm" },
  });
  await startRecording(page);
  await clockShows(page, 5);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  await takePictures(page, "deck-may-be-forgotten");
  lift();
  await inBucket(page).waitFor({ timeout: 60_000 });
  await startRecording(page);
  await clockShows(page, 5);
  const other = await context.newPage();
  await page.close({ runBeforeUnload: false });
  await other.goto(stack.url);
  await other.getByText(/was cut off at/).waitFor();
  await takePictures(other, "deck-rescued");
});

test("the microphones, the settings, the shortcuts, the person", async () => {
  await using stage = await openStage(browser);
  const { page } = stage;
  await storeLibrary(stage);
  await openPath(stage);
  await takePictures(page, "microphones", {
    arrange: async () => {
      await page.getByRole("button", { name: /^Microphone/ }).click();
      await page.getByRole("radio", { name: "The browser’s choice" }).waitFor();
      await page.waitForTimeout(800);
    },
    tidy: () => page.keyboard.press("Escape"),
  });
  await takePictures(page, "account", {
    arrange: () => accountButton(page).click(),
    tidy: () => page.keyboard.press("Escape"),
  });
  await takePictures(page, "shortcuts", {
    arrange: () => page.keyboard.press("?"),
    tidy: () => page.keyboard.press("Escape"),
  });
  await openSettings(page);
  await takeKeyPictures(page, "settings");
});

test("the question before a sign-out", async () => {
  await using stage = await openStage(browser);
  const { page } = stage;
  await startRecording(page);
  await clockShows(page, 3);
  await signOut(page);
  await signOutDialog(page).waitFor();
  await takePictures(page, "sign-out-recording");
});

test("a microphone that is not allowed", async () => {
  await using denying = await openBrowser({ microphone: "denied" });
  await using stage = await openStage(denying);
  const { page } = stage;
  await recordButton(page).click();
  await page.getByText("The microphone is not allowed.").waitFor();
  await takePictures(page, "deck-denied");
});
