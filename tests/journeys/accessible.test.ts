// Every state of the page, examined by axe-core: in light, in dark, and in a person's own colours.
import { afterAll, beforeAll, test } from "vitest";
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
import { faultsOf, LOOKS } from "./axe.ts";
import { forgetMicrophone } from "./first-visit.ts";
import { beginStory, startRecording } from "./story.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

/** Each look once: the deck of a phone is another one, but its colours are the same. */
const SIGHTS = [
  { size: { width: 390, height: 844 }, looks: [LOOKS.light, LOOKS.forced] },
  { size: { width: 1280, height: 800 }, looks: [LOOKS.dark] },
];

interface Examiner {
  readonly examine: (page: Page, state: string) => Promise<void>;
  /** Of each state that was examined, what axe found. */
  readonly faults: readonly string[];
}

function createExaminer(): Examiner {
  const faults: string[] = [];
  return {
    faults,
    examine: async (page, state) => {
      // The library's code comes beside the deck's.
      await page.locator("h1").first().waitFor({ state: "attached" });
      for (const { size, looks } of SIGHTS) {
        await page.setViewportSize(size);
        for (const fault of await faultsOf(page, looks)) {
          faults.push(`${state}, ${size.width} px: ${fault}`);
        }
      }
    },
  };
}

test.concurrent("the deck, from the first visit to what was saved", async ({ expect }) => {
  const { examine, faults } = createExaminer();
  await using story = await beginStory(browser);
  const { page, context } = story;
  await examine(page, "an empty library");
  await page.getByRole("button", { name: /^Microphone/ }).click();
  await page.getByRole("radio", { name: "The browser’s choice" }).waitFor();
  await examine(page, "the list of microphones");
  await page.keyboard.press("Escape");
  await startRecording(page);
  await clockShows(page, 3);
  await examine(page, "recording");
  await context.setOffline(true);
  await page.getByText("Offline").first().waitFor();
  await examine(page, "recording offline");
  await context.setOffline(false);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Resume" }).waitFor();
  await examine(page, "paused");
  await signOut(page);
  await signOutDialog(page).waitFor();
  await examine(page, "the question before a sign-out");
  await page.keyboard.press("Escape");
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  await examine(page, "saved");
  await page.reload();
  await inBucket(page).waitFor({ timeout: 60_000 });
  await examine(page, "idle");
  expect(faults).toEqual([]);
});

test.concurrent("the library, a recording's page, the settings, the menus and the door", async ({
  expect,
}) => {
  const { examine, faults } = createExaminer();
  await using story = await beginStory(browser);
  const { page } = story;
  await startRecording(page);
  await clockShows(page, 3);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  await page.getByRole("searchbox").fill("nobody");
  await page.getByText("Nothing is called “nobody”.").waitFor();
  await examine(page, "nothing found");
  await page.getByRole("button", { name: "Clear search" }).last().click();
  await page.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Rename" }).waitFor();
  await examine(page, "the menu of a row");
  await page.keyboard.press("Escape");
  await recordingLinks(page).first().click();
  await page.getByText("Details", { exact: true }).click();
  await page.getByRole("slider", { name: "Position" }).waitFor();
  await examine(page, "a recording's page");
  await page.getByRole("button", { name: "Download" }).click();
  await page.getByRole("menuitem", { name: /^Original/ }).waitFor();
  await examine(page, "the menu of formats");
  await page.keyboard.press("Escape");
  await accountButton(page).click();
  await page.getByRole("menuitem", { name: "Settings" }).waitFor();
  await examine(page, "the menu of the person");
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await examine(page, "the settings");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Shortcuts" }).waitFor();
  await examine(page, "the shortcuts");
  await page.keyboard.press("Escape");
  await signOut(page);
  await page.getByRole("link", { name: "Sign in" }).waitFor();
  await examine(page, "the door");
  expect(faults).toEqual([]);
});

test.concurrent("a first visit, a check of the microphone, and one that is not allowed", async ({
  expect,
}) => {
  const { examine, faults } = createExaminer();
  await using denying = await openBrowser({ microphone: "denied" });
  await using story = await beginStory(denying);
  const { page } = story;
  await recordButton(page).click();
  await page.getByText("The microphone is not allowed.").waitFor();
  await examine(page, "not allowed");
  await using allowing = await beginStory(browser);
  const { page: visitor } = allowing;
  await visitor.addInitScript(forgetMicrophone);
  await visitor.reload();
  await visitor.getByText("First, your microphone.").waitFor();
  await examine(visitor, "a first visit");
  await visitor.getByRole("button", { name: "Check microphone" }).click();
  await visitor.getByText("Good level.").waitFor();
  await examine(visitor, "a check of the microphone");
  expect(faults).toEqual([]);
});
