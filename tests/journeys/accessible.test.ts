// Every state of the page, examined by axe-core: in light, in dark, and in a person's own colours.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import {
  accountButton,
  clockShows,
  inBucket,
  recordButton,
  recordingLinks,
  signOut,
  signOutDialog,
  stopButton,
} from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { faultsOf } from "./axe.ts";
import { beginStory, startRecording } from "./story.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

/** Both sizes: the deck of a phone is another one. */
async function expectNoFaults(page: Page, state: string): Promise<void> {
  for (const size of [PHONE, DESKTOP]) {
    await page.setViewportSize(size);
    expect(await faultsOf(page), `${state}, ${size.width} px wide`).toEqual([]);
  }
}

test("the deck, from the first visit to what was saved", async () => {
  await using story = await beginStory(browser);
  const { page, context } = story;
  await expectNoFaults(page, "an empty library");
  await page.getByRole("button", { name: /^Microphone/ }).click();
  await page.getByRole("radio", { name: "The browser’s choice" }).waitFor();
  await expectNoFaults(page, "the list of microphones");
  await page.keyboard.press("Escape");
  await startRecording(page);
  await clockShows(page, 3);
  await expectNoFaults(page, "recording");
  await context.setOffline(true);
  await page.getByText("Offline").first().waitFor();
  await expectNoFaults(page, "recording offline");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Resume" }).waitFor();
  await expectNoFaults(page, "paused");
  await signOut(page);
  await signOutDialog(page).waitFor();
  await expectNoFaults(page, "the question before a sign-out");
  await page.keyboard.press("Escape");
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  await expectNoFaults(page, "saved");
  await page.reload();
  await inBucket(page).waitFor({ timeout: 60_000 });
  await expectNoFaults(page, "idle");
});

test("the library, a recording's page, the settings, the menus and the door", async () => {
  await using story = await beginStory(browser);
  const { page } = story;
  await startRecording(page);
  await clockShows(page, 3);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  await page.getByRole("searchbox").fill("nobody");
  await page.getByText("Nothing is called “nobody”.").waitFor();
  await expectNoFaults(page, "nothing found");
  await page.getByRole("button", { name: "Clear search" }).last().click();
  await page.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Rename" }).waitFor();
  await expectNoFaults(page, "the menu of a row");
  await page.keyboard.press("Escape");
  await recordingLinks(page).first().click();
  await page.getByText("Details", { exact: true }).click();
  await page.getByRole("slider", { name: "Position" }).waitFor();
  await expectNoFaults(page, "a recording's page");
  await page.getByRole("button", { name: "Download" }).click();
  await page.getByRole("menuitem", { name: /^Original/ }).waitFor();
  await expectNoFaults(page, "the menu of formats");
  await page.keyboard.press("Escape");
  await accountButton(page).click();
  await page.getByRole("menuitem", { name: "Settings" }).waitFor();
  await expectNoFaults(page, "the menu of the person");
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await expectNoFaults(page, "the settings");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Shortcuts" }).waitFor();
  await expectNoFaults(page, "the shortcuts");
  await page.keyboard.press("Escape");
  await signOut(page);
  await page.getByRole("link", { name: "Sign in" }).waitFor();
  await expectNoFaults(page, "the door");
});

test("a microphone that is not allowed, and a first visit", async () => {
  await using denying = await openBrowser({ microphone: "denied" });
  await using story = await beginStory(denying);
  const { page } = story;
  await recordButton(page).click();
  await page.getByText("The microphone is not allowed.").waitFor();
  await expectNoFaults(page, "not allowed");
});
