// A person names a recording before it begins, and changes the name in the deck while it runs.
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { clockShows, recordButton, recordingLinks, stopButton } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";
import { enterAs } from "./enter.ts";
import { readRecordings } from "./recordings.ts";

const SOON = { timeout: 30_000 };
const stack = await useStack({ webDir: inject("webDir") });

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

async function enter(): Promise<Page> {
  const page = await browser.newPage();
  await enterAs(page, stack, "ada");
  return page;
}

const nextName = (page: Page) => page.getByRole("textbox", { name: "Name of the next recording" });
const thisName = (page: Page) => page.getByRole("textbox", { name: "Name of this recording" });
const newestName = (page: Page) => page.locator(".row .row-title").first().textContent();
const titles = async () =>
  (await readRecordings(stack)).map(({ manifest }) => manifest?.title).filter(Boolean);

test("a name given before Record is the recording's, in the list at once and in the bucket once it is sealed", async () => {
  const page = await enter();
  await nextName(page).fill("Tuesday's rehearsal");
  await recordButton(page).click();
  await recordingLinks(page).first().waitFor();
  await expect.poll(() => newestName(page), SOON).toBe("Tuesday's rehearsal");
  await thisName(page).fill("Wednesday's rehearsal");
  await page.keyboard.press("Enter");
  await expect.poll(() => newestName(page), SOON).toBe("Wednesday's rehearsal");
  await thisName(page).fill("Nothing");
  await page.keyboard.press("Escape");
  expect(await thisName(page).inputValue()).toBe("Wednesday's rehearsal");
  await clockShows(page, 2);
  await stopButton(page).click();
  await expect.poll(titles, SOON).toEqual(["Wednesday's rehearsal"]);
  const savedName = page.getByRole("textbox", { name: "Name", exact: true });
  expect(await savedName.inputValue()).toBe("Wednesday's rehearsal");
  // The next recording is another one.
  await recordButton(page).click();
  await expect.poll(() => thisName(page).inputValue(), SOON).toBe("");
  await clockShows(page, 1);
  await stopButton(page).click();
  await savedName.fill("Thursday's rehearsal");
  await page.keyboard.press("Enter");
  await expect.poll(titles, SOON).toContain("Thursday's rehearsal");
});

test("a bad name holds no recording up: the page says what is wrong with it while recording goes on", async () => {
  const page = await enter();
  await nextName(page).fill("x".repeat(10_000));
  await recordButton(page).click();
  await page.getByText("A name has at most 200 characters; this one has 10,000.").waitFor();
  await clockShows(page, 1);
  await thisName(page).fill("Short");
  await stopButton(page).click();
  await expect.poll(titles, SOON).toContain("Short");
});

test("the name stays for the next try when the microphone does not open", async () => {
  const denied = await openBrowser({ microphone: "denied" });
  const page = await denied.newPage();
  // Somebody who has recorded here before, and has taken the permission back.
  await page.addInitScript(() => localStorage.setItem("tapedeck.microphoneAllowed", "yes"));
  await enterAs(page, stack, "ada");
  await nextName(page).fill("Rehearsal");
  await recordButton(page).click();
  await page.getByRole("alert").filter({ hasText: /allow/i }).waitFor();
  expect(await nextName(page).inputValue()).toBe("Rehearsal");
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("changes"))),
  ).toEqual([]);
  await denied.close();
});
