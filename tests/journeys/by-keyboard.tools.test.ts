// One person, one recording, and no mouse: made, found again, named, heard, taken out of the app, deleted.
import { expect, test } from "vitest";
import { clockShows, recordingLinks } from "../fixtures/browser/app.ts";
import { bytesOf } from "./downloads.ts";
import { beginFindStory, dayOf, LANDS_WITHIN_SECONDS, OWN_NAME, SOON } from "./find-story.ts";
import { focusedName, tabTo } from "./keyboard.ts";
import { tapPlayer, viewPlayer, waitForPlayerEvent } from "./player-tap.ts";
import { readRecording, readWholeFile } from "./recordings.ts";
import { seekedCount } from "./seeking.ts";
import { inBucket } from "./story.ts";

test("a person records, finds, names, plays, downloads and deletes by keyboard alone, and the focus is never lost", async () => {
  await using cleanup = new AsyncDisposableStack();
  const { story, page, newestId, openStudio } = await beginFindStory(cleanup);
  await tapPlayer(story.context);
  const { keyboard } = page;
  await openStudio();
  await recordingLinks(page).first().waitFor(SOON);
  expect(await focusedName(page)).toBe("BODY");
  await keyboard.press("Control+Shift+Space");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await clockShows(page, 8);
  await keyboard.press("Control+Shift+Enter");
  await inBucket(page).waitFor(SOON);
  const id = await newestId();
  const original = await readWholeFile(story.stack, id);

  await keyboard.press("/");
  expect(await focusedName(page)).toBe("Search recordings");
  await keyboard.type(dayOf(id));
  await expect.poll(() => recordingLinks(page).count(), SOON).toBe(1);
  await keyboard.press("ArrowDown");
  expect(await focusedName(page)).toMatch(OWN_NAME);
  await keyboard.press("F2");
  expect(await focusedName(page)).toBe("Name");
  await keyboard.type("Night train");
  await keyboard.press("Enter");
  expect(await focusedName(page)).toMatch(/^Night train, /);
  await expect
    .poll(async () => (await readRecording(story.stack, id)).manifest?.title, SOON)
    .toBe("Night train");

  await keyboard.press("Space");
  await waitForPlayerEvent(page, "playing");
  expect(await focusedName(page)).toMatch(/^Night train, /);
  await keyboard.press("Enter");
  await expect.poll(() => focusedName(page), SOON).toBe("Night train");
  const seeked = await seekedCount(page);
  await keyboard.press("5");
  await waitForPlayerEvent(page, "seeked", seeked + 1);
  const { currentSeconds, durationSeconds } = await viewPlayer(page);
  expect(currentSeconds).toBeGreaterThanOrEqual(durationSeconds / 2 - LANDS_WITHIN_SECONDS);
  await waitForPlayerEvent(page, "ended");
  expect(await focusedName(page)).toBe("Night train");

  await tabTo(page, "Download");
  await keyboard.press("Enter");
  expect(await focusedName(page)).toMatch(/^Original/);
  const [file] = await Promise.all([page.waitForEvent("download", SOON), keyboard.press("Enter")]);
  expect(Buffer.compare(await bytesOf(file), original)).toBe(0);
  expect(await focusedName(page)).toBe("Download");

  await tabTo(page, "Delete");
  await keyboard.press("Enter");
  await page.getByText("Deleted “Night train”").waitFor();
  await expect.poll(() => focusedName(page), SOON).toMatch(OWN_NAME);
  await keyboard.press("Control+z");
  await expect.poll(() => focusedName(page), SOON).toMatch(/^Night train, /);
  expect(await page.getByText("Deleted “Night train”").count()).toBe(0);
  expect((await readRecording(story.stack, id)).manifest?.title).toBe("Night train");
}, 240_000);
