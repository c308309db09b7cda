// Shared steps of the stories that play.
import type { Browser, Page } from "playwright-core";
import { clockShows, recordButton, stopButton } from "../fixtures/browser/app.ts";
import { tapPlayer } from "./player-tap.ts";
import { beginStory, inBucket, startRecording, type Story } from "./story.ts";

export const playButton = (page: Page) =>
  page
    .locator(".row")
    .getByRole("button", { name: /^Play / })
    .first();
/** The bar. */
export const player = (page: Page) => page.getByRole("region", { name: "Player" });
/** The player of a recording's page. */
export const pagePlayer = (page: Page) => page.getByRole("group", { name: "Sound" });
export const positionIn = (page: Page) => page.getByRole("slider", { name: "Position" });

export async function beginPlaying(
  browser: Browser,
  options: Parameters<typeof beginStory>[1] = {},
): Promise<Story> {
  const story = await beginStory(browser, options);
  await tapPlayer(story.context);
  await story.page.reload();
  await recordButton(story.page).waitFor();
  // The player's code, which may be needed once the network is gone.
  await story.page.waitForLoadState("networkidle");
  return story;
}

export async function recordIntoBucket(page: Page, seconds: number): Promise<void> {
  await startRecording(page);
  await clockShows(page, seconds);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
}

/** Waits until loud bars reach above the row of dots. The hole of a gap does too, and is narrower. */
export async function waveIsDrawn(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>("canvas[data-kind=whole]");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return false;
    const { data } = context.getImageData(0, canvas.height * 0.2, canvas.width, 1);
    const isLit = (column: number) => (data[column * 4 + 3] ?? 0) > 0;
    const columns = Array.from({ length: canvas.width }, (_, column) => column);
    return columns.filter(isLit).length > canvas.width / 20;
  });
}
