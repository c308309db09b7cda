// The microphone refused, absent or mute: a sentence and what to do, and nothing is recorded.
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
  test("pressing record says so and what to do, and the person can try again", async () => {
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

test.concurrent("a microphone that opens and gives no sound is told, and the person can try again", async () => {
  const browser = await openBrowser({ microphone: "granted" });
  const page = await browser.newPage();
  // The track of a graph that does not run: live, and without a single block.
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
