// A person downloads files from the page of a recording.
import { readFile } from "node:fs/promises";
import type { Download, Page } from "playwright-core";

export const downloadButton = (page: Page) =>
  page.getByRole("button", { name: "Download", exact: true }).first();

export async function choose(page: Page, format: RegExp): Promise<void> {
  await downloadButton(page).click();
  await page.getByRole("menuitem", { name: format }).click();
}

export async function download(page: Page, format: RegExp): Promise<Download> {
  const [downloaded] = await Promise.all([
    page.waitForEvent("download", { timeout: 60_000 }),
    choose(page, format),
  ]);
  return downloaded;
}

export const bytesOf = async (file: Download) => new Uint8Array(await readFile(await file.path()));

/** Most browsers on Linux do not. */
export async function encodesAac(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const config = { codec: "mp4a.40.2", sampleRate: 48_000, numberOfChannels: 1, bitrate: 96_000 };
    return (await AudioEncoder.isConfigSupported(config)).supported === true;
  });
}
