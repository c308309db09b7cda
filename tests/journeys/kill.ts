// Kills the whole browser between two instructions, the worst case for a recorder. Then opens the profile
// again, and compares the bucket with the sound that reached the recorder's worker.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, inject } from "vitest";
import type { BrowserContext, Page } from "playwright-core";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { openProfile } from "../fixtures/browser/open-profile.ts";
import { startTestStack } from "../fixtures/stack/test-stack.ts";
import { chooseSegmentSeconds, recordButton } from "../fixtures/browser/app.ts";
import { enterAs } from "./enter.ts";
import { expectComplete, readRecordings } from "./recordings.ts";

export interface KillOutcome {
  readonly recordedMs: number;
  /** Sound that reached the worker but not the bucket; counted in samples, so it is exact. */
  readonly lostMs: number;
  /**
   * The time from the last sound that reached the worker to the kill, by the clock: the microphone's sound
   * of that time is lost too. On a machine without a free core it grows through no fault of the recorder,
   * because neither the audio thread nor the worker gets to run.
   */
  readonly unheardMs: number;
}

/** The worker's log. Each line has the sound so far in samples at 48 kHz and the time, or a packet. */
interface Heard {
  samples: number;
  atMs: number;
  readonly packets: string[];
}

/** Kills the browser `afterMs` after the recording has started. */
export async function recordAndKill(afterMs: number): Promise<KillOutcome> {
  await using stack = await startTestStack({ webDir: inject("webDir") });
  const profileDir = await mkdtemp(join(tmpdir(), "tapedeck-profile-"));
  try {
    const killedAtMs = await recordUntilKilled();
    const heard = await reopen();
    const [recording, ...others] = await readRecordings(stack);
    if (recording === undefined) throw new Error("nothing of the recording is in the bucket");
    expect(others).toEqual([]);
    const { manifest, joined } = expectComplete(recording);
    const kept = joined.packets.map((packet) => Buffer.from(packet).toString("base64"));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept).toEqual(heard.packets.slice(0, kept.length));
    const toMs = (samples: number): number => (samples * 1000) / SAMPLE_RATE_HZ;
    return {
      recordedMs: manifest.durationMs,
      lostMs: toMs(heard.samples - manifest.sampleCount),
      unheardMs: killedAtMs - heard.atMs,
    };

    async function recordUntilKilled(): Promise<number> {
      await using browser = await openProfile(profileDir);
      await tapToDisk(browser.context);
      const page = await browser.newPage();
      await enterAs(page, stack, "ada");
      await chooseSegmentSeconds(page, 2);
      await recordButton(page).click();
      await page.getByRole("button", { name: "Pause" }).waitFor();
      await sleep(afterMs);
      return browser.kill();
    }

    async function reopen(): Promise<Heard> {
      await using browser = await openProfile(profileDir);
      const page = await browser.newPage();
      await page.goto(stack.url);
      // Chromium writes cookies to disk only now and then, so the kill may have lost a fresh session.
      const signIn = page.getByRole("link", { name: "Sign in" });
      await recordButton(page).or(signIn).first().waitFor();
      if (await signIn.isVisible()) await enterAs(page, stack, "ada");
      await page.getByText(/was cut off at \d+:\d\d/).waitFor();
      await page.getByText("All of it is in your bucket.").waitFor({ timeout: 30_000 });
      return await readTap(page);
    }
  } finally {
    await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

const TAP_FILE = "test-tap";

/** Runs in the encoder worker before its own code. Every complete line that it wrote survives the kill. */
const TAP = `
{
  let file;
  const early = [];
  const tell = (line) => {
    if (file) file.write(new TextEncoder().encode(JSON.stringify(line) + "\\n"), { at: file.getSize() });
    else early.push(line);
  };
  void (async () => {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle("${TAP_FILE}", { create: true });
    file = await handle.createSyncAccessHandle();
    early.forEach(tell);
  })();
  const Native = self.AudioEncoder;
  const { read } = ReadableStreamDefaultReader.prototype;
  let samples = 0;
  ReadableStreamDefaultReader.prototype.read = async function () {
    const result = await read.call(this);
    if (result.value instanceof AudioData) {
      samples += (result.value.numberOfFrames * ${SAMPLE_RATE_HZ}) / result.value.sampleRate;
      tell({ samples, atMs: Date.now() });
    }
    return result;
  };
  self.AudioEncoder = class extends Native {
    constructor(init) {
      super({ ...init, output: (packet, metadata) => {
        const bytes = new Uint8Array(packet.byteLength);
        packet.copyTo(bytes);
        tell({ packet: bytes.toBase64() });
        init.output(packet, metadata);
      } });
    }
  };
}
`;

async function tapToDisk(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    // The route below does not see the requests of a service worker.
    Object.defineProperty(ServiceWorkerContainer.prototype, "register", {
      value: () => new Promise(() => undefined),
    });
  });
  await context.route(/encoder-worker[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: TAP + (await response.text()) });
  });
}

async function readTap(page: Page): Promise<Heard> {
  const text = await page.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    const file = await (await root.getFileHandle(name)).getFile();
    return file.text();
  }, TAP_FILE);
  const heard: Heard = { samples: 0, atMs: 0, packets: [] };
  // The kill may have cut off the last line.
  for (const line of text.split("\n").slice(0, -1)) {
    const told = JSON.parse(line) as { samples: number; atMs: number } | { packet: string };
    if ("packet" in told) heard.packets.push(told.packet);
    else Object.assign(heard, told);
  }
  return heard;
}

/** `5 kills, lost at the end: of what the worker had, median 41 ms, worst 62 ms (…); by the clock, …` */
export function describeLosses(outcomes: readonly KillOutcome[]): string {
  const lost = distribution(outcomes.map(({ lostMs }) => lostMs));
  const byClock = distribution(outcomes.map((outcome) => lostByClockMs(outcome)));
  return `${outcomes.length} kills, lost at the end: of what the worker had, ${lost}; by the clock, ${byClock}`;
}

/** All sound that the person misses, up to the kill. */
export function lostByClockMs({ lostMs, unheardMs }: KillOutcome): number {
  return lostMs + unheardMs;
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function distribution(valuesMs: readonly number[]): string {
  const sorted = valuesMs.map((value) => Math.round(value)).sort((a, b) => a - b);
  return `median ${Math.round(medianOf(valuesMs))} ms, worst ${sorted.at(-1)} ms (${sorted.join(" ")})`;
}
