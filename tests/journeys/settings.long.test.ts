// What a person chooses counts from the next recording on, and this browser remembers it.
import { afterAll, beforeAll, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import {
  clockShows,
  inBucket,
  openSettings,
  recordButton,
  stopButton,
} from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { focusedName, tabTo } from "./keyboard.ts";
import { readRecordings } from "./recordings.ts";
import { beginStory } from "./story.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

const choose = (page: Page, group: string | RegExp, name: string) =>
  page.getByRole("radiogroup", { name: group }).getByRole("radio", { name, exact: true }).check();

test.concurrent("records in the quality and the segments that were chosen, also after a reload", async ({
  expect,
}) => {
  await using story = await beginStory(browser);
  const { page, stack } = story;
  const sizes: number[] = [];
  for (const kilobits of ["32", "128"]) {
    await openSettings(page);
    await choose(page, /^Quality/, kilobits);
    await choose(page, "Send to the bucket", "5 s");
    await page.reload();
    await recordButton(page).click();
    await clockShows(page, 6);
    await stopButton(page).click();
    await inBucket(page).waitFor({ timeout: 60_000 });
    const recordings = await readRecordings(stack);
    const { segments = [] } = recordings.at(-1) ?? {};
    expect(segments.length).toBe(2);
    sizes.push(segments[0]?.bytes.length ?? 0);
  }
  // Five seconds at 32 and at 128 kilobits a second: 20 and 80 kB.
  expect(sizes[0]).toBeLessThan(35_000);
  expect(sizes[1]).toBeGreaterThan(55_000);
});

test.concurrent("takes any length of a segment, and complains only once the field is left", async ({
  expect,
}) => {
  await using story = await beginStory(browser);
  const { page } = story;
  await openSettings(page);
  const field = page.getByRole("textbox", { name: /^Seconds/ });
  const problem = page.getByText(/^A segment lasts a whole number of seconds/);
  await field.fill("1");
  expect(await problem.count()).toBe(0);
  await field.fill("15");
  await page.keyboard.press("Tab");
  expect(await problem.count()).toBe(0);
  await field.fill("99");
  await page.keyboard.press("Tab");
  await page.getByText("from 2 to 60, not “99”.").waitFor();
  await page.reload();
  await openSettings(page);
  expect(await field.inputValue()).toBe("15");
});

test.concurrent("the theme is the person's, and not the system's, also after a reload", async ({
  expect,
}) => {
  await using story = await beginStory(browser);
  const { page } = story;
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  const light = await paper();
  await openSettings(page);
  await choose(page, "Theme", "Dark");
  const dark = await paper();
  expect(dark).not.toBe(light);
  await page.reload();
  await recordButton(page).waitFor();
  expect(await paper()).toBe(dark);
  await openSettings(page);
  await choose(page, "Theme", "System");
  expect(await paper()).toBe(light);
});

test.concurrent("by keyboard: in by the menu of the person, and back to the list", async ({
  expect,
}) => {
  await using story = await beginStory(browser);
  const { page } = story;
  const { keyboard } = page;
  await tabTo(page, "AO: Ada Ortiz, settings and sign out");
  await keyboard.press("Enter");
  await expect.poll(() => focusedName(page)).toBe("Settings");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await expect.poll(() => focusedName(page)).toBe("Settings");
  await keyboard.press("Shift+Tab");
  expect(await focusedName(page)).toBe("Recordings");
  await keyboard.press("Enter");
  await page.getByText("Your recordings will be here.").waitFor();
  expect(await focusedName(page)).not.toBe("BODY");
});
