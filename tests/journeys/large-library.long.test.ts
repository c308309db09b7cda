// A library of 10,000 recordings over three years, as the device remembers it from an earlier visit.
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { recordButton, recordingLinks, signOut } from "../fixtures/browser/app.ts";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { enterAs } from "./enter.ts";
import { rememberLargeLibrary } from "./large-library.ts";

let browser: Browser;
let stack: TestStack;
let page: Page;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
  stack = await startTestStack({ webDir: inject("webDir") });
  page = await browser.newPage({ serviceWorkers: "block" });
  await enterAs(page, stack, "ada");
  await page.getByText("Your recordings will be here.").waitFor();
  await rememberLargeLibrary(page);
  // The server answers nothing from now on: every row that is shown comes from the device.
  await page.route("**/trpc/recordings.*", () => new Promise(() => undefined));
  await page.reload();
  await recordButton(page).waitFor();
  await recordingLinks(page).first().waitFor();
});
afterAll(async () => {
  await browser.close();
  await stack[Symbol.asyncDispose]();
});

/** Runs in the page: scrolls, and looks at the very next picture. @returns heights in view without a row, in px */
async function holeAfterScroll(share: number): Promise<number> {
  const room = document.querySelector(".main-place") ?? document.documentElement;
  const { top: roomTop, bottom: roomBottom } = room.getBoundingClientRect();
  room.scrollTo(0, share * (room.scrollHeight - room.clientHeight));
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const boxes = [...document.querySelectorAll(".row, .day h2")]
    .map((element) => element.getBoundingClientRect())
    .filter(({ bottom, top }) => bottom > roomTop && top < roomBottom)
    .sort((a, b) => a.top - b.top);
  let [hole, coveredTo] = [0, boxes[0]?.top ?? Number.POSITIVE_INFINITY];
  if (share > 0) coveredTo = Math.min(coveredTo, boxes[0]?.top ?? roomTop);
  for (const { top, bottom } of boxes) {
    hole = Math.max(hole, top - coveredTo);
    coveredTo = Math.max(coveredTo, bottom);
  }
  const isEnd = share === 1;
  return Math.max(
    hole,
    isEnd ? 0 : roomBottom - coveredTo,
    share > 0 ? (boxes[0]?.top ?? roomBottom) - roomTop : 0,
  );
}

test("paints the rows from the device before the server's first answer", async () => {
  await page.getByText("Talk 10000").waitFor();
  const link = page.getByRole("link", { name: /^Talk 10000, 1 June 2026, 12:00:00/ });
  expect(await link.count()).toBe(1);
});

test("has few of 10,000 rows in the page, and no hole wherever a person scrolls to", async () => {
  for (const share of [0, 0.1, 0.37, 0.5, 0.501, 0.499, 0.93, 1, 0.2]) {
    expect(await page.evaluate(holeAfterScroll, share), `at ${share}`).toBeLessThanOrEqual(1);
    expect(await recordingLinks(page).count()).toBeLessThan(80);
  }
});

test("names each of the rows in view differently, also without a title", async () => {
  await page.evaluate(holeAfterScroll, 0.42);
  const names = await recordingLinks(page).evaluateAll((links) =>
    links.map((link) => link.getAttribute("aria-label")),
  );
  expect(names.length).toBeGreaterThan(10);
  expect(new Set(names).size).toBe(names.length);
});

test("searches all 10,000 by name and by day while the network is away", async () => {
  await page.keyboard.press("/");
  await page.keyboard.type("talk 1234");
  await page.getByText("All 10,000 searched", { exact: true }).waitFor();
  const names = await page.locator(".row-title").allTextContents();
  expect(names).toEqual(["Talk 1234"]);
  await page.getByRole("searchbox").fill("29 feb 2024");
  await page.getByText(/^\d+ recordings$/).waitFor();
  const days = await page.locator(".row-meta .num:first-child").allTextContents();
  expect(days.every((day) => day.startsWith("Thu, 29 Feb 2024"))).toBe(true);
  await page.getByRole("searchbox").fill("");
});

test("keeps the focus on a row that is scrolled out of view", async () => {
  await page.locator(".main-place").evaluate((room) => room.scrollTo(0, 0));
  await recordingLinks(page).nth(3).focus();
  const name = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  await page.evaluate(holeAfterScroll, 0.5);
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(name);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(name);
  expect(await page.locator(".main-place").evaluate((room) => room.scrollTop)).toBeLessThan(1000);
});

test("a sign-out removes the list from the device", async () => {
  const libraries = () =>
    page.evaluate(async () => {
      const databases = await indexedDB.databases();
      return databases.filter(({ name }) => name?.startsWith("tapedeck-library-")).length;
    });
  expect(await libraries()).toBe(1);
  await signOut(page);
  await page.getByRole("link", { name: "Sign in" }).waitFor();
  await expect.poll(libraries, { timeout: 30_000 }).toBe(0);
});
