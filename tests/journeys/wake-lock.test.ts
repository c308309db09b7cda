// The screen stays on only while the app records: a phone that locks its screen takes the microphone away.
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Browser } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import { stopButton } from "../fixtures/browser/app.ts";
import { enterAs } from "./enter.ts";
import { startRecording } from "./story.ts";

declare global {
  /** The number of wake locks that the page holds. */
  var heldWakeLocks: number;
}

let browser: Browser;
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack({ webDir: inject("webDir") });
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(async () => {
  await browser.close();
  await stack[Symbol.asyncDispose]();
});

test("keeps the screen on from record to pause and after resume, but not after stop", async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    globalThis.heldWakeLocks = 0;
    const { wakeLock } = navigator;
    const request = wakeLock.request.bind(wakeLock);
    wakeLock.request = async (type) => {
      const lock = await request(type);
      globalThis.heldWakeLocks += 1;
      lock.addEventListener("release", () => (globalThis.heldWakeLocks -= 1));
      return lock;
    };
  });
  const held = () => page.evaluate(() => globalThis.heldWakeLocks);
  await enterAs(page, stack, "ada");
  expect(await held()).toBe(0);
  await startRecording(page);
  await expect.poll(held).toBe(1);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect.poll(held).toBe(0);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect.poll(held).toBe(1);
  await stopButton(page).click();
  await expect.poll(held).toBe(0);
});
