// How long a file is, by four readers that are not ours.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { ALL_FORMATS, BufferSource, Input } from "mediabunny";
import type { Page } from "playwright-core";
import { openFirefox } from "../fixtures/browser/firefox.ts";
import { play } from "./playback.ts";

const run = promisify(execFile);
const FIREFOX_READS_WITHIN_MS = 30_000;

/** @returns seconds, by reader */
export async function lengthsOf(
  file: string,
  programs: { readonly ffprobe: string; readonly firefox: string },
  page: Page,
): Promise<Readonly<Record<string, number>>> {
  const bytes = await readFile(file);
  return {
    ffprobe: await byFfprobe(programs.ffprobe, file),
    mediabunny: await byMediabunny(bytes),
    Chromium: (await play(page, bytes)).durationSeconds,
    Firefox: await byFirefox(programs.firefox, file),
  };
}

async function byFfprobe(ffprobe: string, file: string): Promise<number> {
  const args = ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file];
  return Number((await run(ffprobe, args)).stdout);
}

async function byMediabunny(bytes: Uint8Array): Promise<number> {
  const source = new BufferSource(new Uint8Array(bytes));
  using input = new Input({ source, formats: ALL_FORMATS });
  return await input.computeDuration();
}

/** Opens the file itself, as a person who double-clicks it. */
async function byFirefox(program: string, file: string): Promise<number> {
  await using ending = new AsyncDisposableStack();
  const home = await mkdtemp(join(tmpdir(), "tapedeck-firefox-"));
  ending.defer(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const profileDir = join(home, "profile");
  await mkdir(profileDir);
  const firefox = ending.use(
    await openFirefox(program, profileDir, { ...process.env, HOME: home }),
  );
  await firefox.open(pathToFileURL(file).href);
  for (let waitedMs = 0; waitedMs < FIREFOX_READS_WITHIN_MS; waitedMs += 100) {
    const seconds = await firefox.evaluate(`document.querySelector("video, audio")?.duration`);
    if (typeof seconds === "number") return seconds;
    await sleep(100);
  }
  throw new Error(`${firefox.browser} tells no length of ${file}.`);
}
