// A microphone that is denied, absent or mute: the page says what to do, and nothing is recorded.
import { describe, expect, inject, test } from "vitest";
import { openBrowser, type OpenBrowserOptions } from "../fixtures/browser/open-browser.ts";
import { useStack } from "../fixtures/stack/use-stack.ts";
import { recordButton } from "../fixtures/browser/app.ts";
import { enterAs } from "./enter.ts";
import { readBucket } from "../fixtures/stack/bucket.ts";

const stack = await useStack({ webDir: inject("webDir") });

describe.concurrent.each<{ microphone: OpenBrowserOptions["microphone"]; sentence: RegExp }>([
  { microphone: "denied", sentence: /allow/i },
  { microphone: "absent", sentence: /no microphone/i },
])("with the microphone $microphone", ({ microphone, sentence }) => {
  test("says what to do when the person presses record, and lets them try again", async () => {
    const browser = await openBrowser({ microphone });
    const page = await browser.newPage();
    await enterAs(page, stack, "ben");
    await recordButton(page).click();
    await page.getByRole("alert").filter({ hasText: sentence }).waitFor();
    await recordButton(page).waitFor();
    expect(await recordButton(page).isEnabled()).toBe(true);
    expect(await readBucket(stack)).toEqual([]);
    await browser.close();
  });
});

test.concurrent("says that an open microphone gives no sound, and lets the person try again", async () => {
  const browser = await openBrowser({ microphone: "granted" });
  const page = await browser.newPage();
  // The track of a suspended audio graph: it is live, but gives no block.
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const graph = new AudioContext();
      const { stream } = graph.createMediaStreamDestination();
      await graph.suspend();
      return stream;
    };
  });
  await enterAs(page, stack, "ben");
  await recordButton(page).click();
  await page
    .getByRole("alert")
    .filter({ hasText: /gives no sound/ })
    .waitFor();
  await recordButton(page).waitFor();
  expect(await recordButton(page).isEnabled()).toBe(true);
  expect(await readBucket(stack)).toEqual([]);
  await browser.close();
});
