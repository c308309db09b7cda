// A person keeps a recording whose device is gone: its page offers that, and what is in the bucket plays.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../fixtures/browser/open-browser.ts";
import { playedPast, tapPlayer, viewPlayer, waitForPlayerEvent } from "./player-tap.ts";
import { encodeTone, storeRecording } from "./stored-recording.ts";
import { beginStory } from "./story.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

const recoverButton = (page: Page) => page.getByRole("button", { name: "Recover it" });

/** Four segments of 5 s, of which the device has not sent the second one. */
async function beginUnfinished(startedHoursAgo: number) {
  const story = await beginStory(browser);
  const { context, page, stack } = story;
  await tapPlayer(context);
  const packets = await encodeTone(page, 1 + 4 * 250);
  const id = await storeRecording(stack, packets, { startedHoursAgo, lost: [1] });
  await page.goto(`${stack.url}/recordings/${id}`);
  await page.getByText("On another device").first().waitFor();
  return story;
}

test.concurrent("what is in the bucket of an unfinished recording is kept, says what is missing, and plays", async () => {
  await using story = await beginUnfinished(73);
  const { page } = story;
  await page.getByText("Another device began this recording 3 days ago").waitFor();
  expect(await page.getByText("is not in your bucket").count()).toBe(0);
  await recoverButton(page).click();
  await page.getByText("This recording was cut off").waitFor();
  expect(await recoverButton(page).count()).toBe(0);
  await page.getByText("5.0 s missing at 0:05").first().waitFor();
  await page.getByText("Rescued").first().waitFor();

  await page.getByRole("button", { name: "Play", exact: true }).first().click();
  await waitForPlayerEvent(page, "playing");
  // Over the hole, without a stall.
  await playedPast(page, 6);
  await waitForPlayerEvent(page, "ended");
  expect((await viewPlayer(page)).currentSeconds).toBeCloseTo(15, 1);
});

test.concurrent("no recovery is offered while the other device is likely to send the rest", async () => {
  await using story = await beginUnfinished(47);
  const { page } = story;
  await page.getByText("Another device has not sent all of this recording yet.").waitFor();
  expect(await recoverButton(page).count()).toBe(0);
});

test.concurrent("a recovery that the server cannot make now says so, and can be tried again", async () => {
  await using story = await beginUnfinished(73);
  const { page, stack } = story;
  const path = "/trpc/recordings.recover";
  const lift = stack.faults.add({ at: "api", kind: "unavailable", match: { path } });
  await recoverButton(page).click();
  await page.getByRole("alert").first().waitFor();
  lift();
  await recoverButton(page).click();
  await page.getByText("This recording was cut off").waitFor();
  expect(await recoverButton(page).count()).toBe(0);
});
