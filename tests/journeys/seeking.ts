// A person presses a place of the sound, on the page of a recording.
import type { Page } from "playwright-core";
import { pagePlayer, positionIn } from "./player-story.ts";
import { playedPast, playerEvents, viewPlayer, waitForPlayerEvent } from "./player-tap.ts";

export interface Seek {
  readonly wantedSeconds: number;
  /** Where the playhead stood, before the sound went on. */
  readonly landedSeconds: number;
}

/**
 * Stops the sound, presses, and lets the sound go on from there.
 *
 * @param share - of the whole length, from 0 to 1
 */
export async function seekTo(page: Page, share: number): Promise<Seek> {
  const { durationSeconds, isPaused } = await viewPlayer(page);
  if (!isPaused) await pagePlayer(page).getByRole("button", { name: "Pause" }).click();
  const slider = positionIn(page);
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (box === null) throw new Error("the page shows no slider");
  // A whole pixel, because a mouse has no others.
  const x = Math.floor(box.x + share * box.width);
  const wantedSeconds = (Math.max(0, x - box.x) / box.width) * durationSeconds;
  const seeked = await seekedCount(page);
  await page.mouse.click(x, box.y + box.height / 2);
  await waitForPlayerEvent(page, "seeked", seeked + 1);
  const landedSeconds = (await viewPlayer(page)).currentSeconds;
  await pagePlayer(page).getByRole("button", { name: "Play" }).click();
  await playedPast(page, landedSeconds + 0.3);
  return { wantedSeconds, landedSeconds };
}

export const seekedCount = async (page: Page): Promise<number> =>
  (await playerEvents(page)).filter((event) => event === "seeked").length;
