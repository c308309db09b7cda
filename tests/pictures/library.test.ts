// The library in each of its states.
import { afterAll, beforeAll, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { clockShows, recordButton, recordingLinks, stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { storeRecording } from "../journeys/stored-recordings.ts";
import { startRecording } from "../journeys/story.ts";
import { damageManifest } from "../journeys/damage-manifest.ts";
import { openPath, openStage, storeLibrary } from "./stage.ts";
import { takePictures } from "./take-pictures.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

const rowOf = (page: Page, name: string) => page.locator(".row", { hasText: name });

test("empty", async () => {
  await using stage = await openStage(browser);
  await stage.page.getByText("Your recordings will be here.").waitFor();
  await takePictures(stage.page, "library-empty");
});

test("the list, its search, its menu, a name in the making, a delete", async () => {
  await using stage = await openStage(browser);
  const { page } = stage;
  await storeLibrary(stage);
  await openPath(stage);
  await rowOf(page, "Kitchen ideas").waitFor();
  await takePictures(page, "library");

  const search = page.getByRole("searchbox");
  await search.fill("grandma");
  await page.getByText("2 recordings. All 12 searched.").waitFor();
  await takePictures(page, "library-found");
  await search.fill("grandpa");
  await page.getByText("Nothing is called “grandpa”.").waitFor();
  await takePictures(page, "library-nothing-found");
  await search.fill("");

  await takePictures(page, "library-menu", {
    arrange: () => page.getByRole("button", { name: /^More for Kitchen ideas/ }).click(),
    tidy: () => page.keyboard.press("Escape"),
  });
  await takePictures(page, "library-rename", {
    arrange: async () => {
      await rowOf(page, "Kitchen ideas").locator("a").focus();
      await page.keyboard.press("F2");
      await page.getByRole("textbox", { name: "Name", exact: true }).waitFor();
    },
    tidy: () => page.keyboard.press("Escape"),
  });
  await takePictures(page, "library-deleted", {
    arrange: async () => {
      await rowOf(page, "Kitchen ideas").locator("a").focus();
      await page.keyboard.press("Delete");
      await page.getByText("Deleted “Kitchen ideas”").waitFor();
    },
    tidy: () => page.keyboard.press("Control+z"),
  });
  await stage.context.setOffline(true);
  await page.getByText("Offline · you can record and play what is here").waitFor();
  await takePictures(page, "library-offline");
});

test("rows that say more than a tick", async () => {
  await using stage = await openStage(browser);
  const { page, stack, calls } = stage;
  await storeLibrary(stage);
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  await storeRecording(calls, { startedAt: hoursAgo(60), segmentCount: 3, isSealed: false });
  await damageManifest(stack, await storeRecording(calls, { startedAt: hoursAgo(61) }));
  // S3 is not to be reached: what this device records stays on it.
  stack.faults.add({
    at: "s3",
    kind: "foreign",
    status: 403,
    match: { method: "PUT", path: ".webm" },
  });
  await openPath(stage);
  await startRecording(page);
  await clockShows(page, 5);
  await stopButton(page).click();
  await page.getByText("Something between this browser and your bucket").first().waitFor();
  await recordButton(page).click();
  await clockShows(page, 3);
  await rowOf(page, "Recording").first().waitFor();
  await page.getByText("Damaged in your bucket").waitFor();
  await takePictures(page, "library-troubles");
});

test("uploads that only a person can free", async () => {
  await using stage = await openStage(browser);
  const { page, stack } = stage;
  await storeLibrary(stage);
  stack.faults.add({
    at: "s3",
    kind: "refuse",
    code: "AccessDenied",
    match: { method: "PUT", path: ".webm" },
  });
  await openPath(stage);
  await startRecording(page);
  await clockShows(page, 5);
  await stopButton(page).click();
  await page.getByText("Your bucket refuses the upload.").first().waitFor();
  await takePictures(page, "library-refused");
  await recordingLinks(page).first().click();
  await page.getByText("Your bucket refuses the upload.").first().waitFor();
  await takePictures(page, "page-refused");
});
