// What a person waits for who looks for an hour: click to sound, a jump in it, a search, and its WAV. An hour is in
// the bucket as one file; the list has 10,000 recordings.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { RecordingId } from "@tapedeck/core/ids";
import { recordButton, recordingLinks, signInAs } from "../../tests/fixtures/browser/app.ts";
import { startTestStack, type TestStack } from "../../tests/fixtures/stack/test-stack.ts";
import { rememberLargeLibrary } from "../../tests/journeys/large-library.ts";
import { tapPlayer } from "../../tests/journeys/player-tap.ts";
import {
  encodeTone,
  storeRecording,
  storeWholeFile,
} from "../../tests/journeys/stored-recording.ts";
import { openMeasured, writeMicrophone } from "../capture/browser.ts";
import { buildApp } from "../capture/subjects.ts";
import type { Group, Measured } from "../row.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import { openPlainPlayer } from "./plain-player.ts";
import { peakMemoryMb } from "./renderer-memory.ts";
import { keyToResultMs, toEventMs } from "./page-times.ts";

const RUNS = 5;
const HOUR_SECONDS = 3600;
const HOUR_PACKETS = 1 + HOUR_SECONDS * 50;
/** Longer than a person waits. */
const PATIENCE_MS = 300_000;

export const libraryGroup: Group = {
  name: "library",
  measure: (runs = RUNS) => inTemporaryFolder((dir) => measure(dir, runs)),
};

async function measure(dir: string, runs: number): Promise<Measured> {
  const webDir = await buildApp(join(dir, "app"));
  await using stack = await startTestStack({ webDir, accessTokenTtlSeconds: 3600 });
  await using browser = await openMeasured(join(dir, "profile"), await writeMicrophone(dir));
  const { page, version } = browser;
  await tapPlayer(page.context());
  await signInAs(page, stack, "ada");
  const second = await encodeTone(page, 51);
  const hour = Array.from({ length: HOUR_PACKETS }, (_, i) => second[i % 51] ?? new Uint8Array());
  // As a recorder of today takes them: the wave of an older recording is decoded in the page that makes the WAV.
  const id = await storeRecording(stack, hour, {
    peaks: new Uint8Array(HOUR_SECONDS * 10).fill(128),
  });
  await storeWholeFile(stack);

  const [clicks, seeks]: [number[], number[]] = [[], []];
  const plain: { clicks: number[]; seeks: number[] } = { clicks: [], seeks: [] };
  for (let run = 0; run < runs; run++) {
    const ours = await playOurs(page, stack, id, run);
    clicks.push(ours.clickMs);
    seeks.push(ours.seekMs);
    const peer = await openPlainPlayer(page.context(), await urlOf(stack, id));
    plain.clicks.push(await peer.clickMs());
    plain.seeks.push(await peer.seekMs(seekSeconds(run)));
    await peer.close();
  }
  const wav = await makeWav(page, stack, id);
  const searches = await search(page, stack, runs);
  const peerName = "an <audio> that has the URL";
  return {
    tools: [`Chromium ${version}`],
    rows: [
      {
        name: "click to sound, an hour",
        unit: "ms",
        samples: clicks,
        peer: { name: peerName, samples: plain.clicks },
      },
      {
        name: "seek in an hour",
        unit: "ms",
        samples: seeks,
        peer: { name: peerName, samples: plain.seeks },
      },
      { name: "key to search result, 10,000 recordings", unit: "ms", samples: searches },
      // 30 times as fast as it was spoken.
      { name: "WAV of an hour", unit: "ms", samples: [wav.tookMs], aim: { value: 120_000 } },
      { name: "WAV of an hour, memory", unit: "MB", samples: [wav.memoryMb], aim: { value: 64 } },
    ],
  };
}

/** A tenth of the hour, another one in each run. */
const tenthOf = (run: number) => 2 + (run % 8);
const seekSeconds = (run: number) => (tenthOf(run) * HOUR_SECONDS) / 10;

async function playOurs(page: Page, stack: TestStack, id: RecordingId, run: number) {
  await page.goto(stack.url);
  await recordButton(page).waitFor();
  await recordingLinks(page).first().waitFor();
  await page.waitForLoadState("networkidle");
  // A remembered place would be another one in each run.
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("tapedeck.positions")) localStorage.removeItem(key);
    }
  });
  const clickMs = await toEventMs(page, "click", "playing", () =>
    page
      .getByRole("button", { name: /^Play / })
      .first()
      .click(),
  );
  await recordingLinks(page).first().click();
  await page.getByRole("slider", { name: "Position" }).waitFor();
  const seekMs = await toEventMs(page, "keydown", "seeked", () =>
    page.getByRole("slider", { name: "Position" }).press(String(tenthOf(run))),
  );
  const atSeconds = await page.evaluate(() => globalThis.playerElement?.currentTime ?? 0);
  if (Math.abs(atSeconds - seekSeconds(run)) > 5) {
    throw new Error(`${id} is at ${atSeconds} s after a seek to ${seekSeconds(run)} s`);
  }
  return { clickMs, seekMs };
}

async function urlOf(stack: TestStack, recordingId: RecordingId): Promise<string> {
  const authorization = `Bearer ${await stack.tokenOf("ada")}`;
  const input = encodeURIComponent(JSON.stringify({ recordingId }));
  const answer = await stack.get(`/trpc/recordings.get?input=${input}`, { authorization });
  const { wholeFile } = answer.data as { wholeFile?: { url: string } };
  if (wholeFile === undefined) throw new Error("the hour has no whole file");
  return wholeFile.url;
}

async function makeWav(page: Page, stack: TestStack, id: RecordingId) {
  await page.goto(`${stack.url}/recordings/${id}`);
  // The page has read the wave: the WAV is measured alone.
  await page.waitForFunction(hasKeptWave, undefined, { timeout: PATIENCE_MS, polling: 1000 });
  await page.getByRole("button", { name: "Download", exact: true }).first().click();
  const item = page.getByRole("menuitem", { name: /^WAV/ });
  await item.waitFor();
  const beganMs = performance.now();
  const { result, peakMb } = await peakMemoryMb(page, async () => {
    const [download] = await Promise.all([
      page.waitForEvent("download", { timeout: PATIENCE_MS }),
      item.click(),
    ]);
    return { download, tookMs: performance.now() - beganMs };
  });
  const { size } = await result.download.path().then(async (path) => ({
    size: (await readFile(path)).length,
  }));
  const samplesBytes = HOUR_SECONDS * 48_000 * 2;
  if (size < samplesBytes) throw new Error(`the WAV has ${size} bytes of ${samplesBytes}`);
  return { tookMs: result.tookMs, memoryMb: peakMb };
}

/** Runs in the page. */
async function hasKeptWave(): Promise<boolean> {
  // To open a database that is not there would make it.
  const databases = await indexedDB.databases();
  if (!databases.some(({ name }) => name === "tapedeck-peaks")) return false;
  const open = indexedDB.open("tapedeck-peaks");
  await new Promise((resolve) => (open.onsuccess = resolve));
  const count = open.result.transaction("peaks").objectStore("peaks").count();
  await new Promise((resolve) => (count.onsuccess = resolve));
  open.result.close();
  return count.result > 0;
}

async function search(page: Page, stack: TestStack, runs: number): Promise<number[]> {
  await page.goto(stack.url);
  await recordButton(page).waitFor();
  await rememberLargeLibrary(page);
  // Only what the device remembers is searched: no answer comes in between.
  await page.route("**/trpc/recordings.*", () => new Promise(() => undefined));
  const samples: number[] = [];
  for (let run = 0; run < runs; run++) {
    await page.reload();
    await recordingLinks(page).first().waitFor();
    await page.getByRole("searchbox").or(page.getByLabel("Search recordings")).first().focus();
    samples.push(await keyToResultMs(page, String(1 + (run % 9))));
  }
  return samples;
}
