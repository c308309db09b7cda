// The worst that happens to a recorder: the whole browser ends, between one instruction and the next.
// Records, kills, opens the profile again, and compares the bucket with what was given to the encoder.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, inject } from "vitest";
import type { BrowserContext } from "playwright-core";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { openProfile } from "../browser/open-profile.ts";
import { startTestStack } from "../stack/test-stack.ts";
import { chooseSegmentSeconds, recordButton, signInAs } from "./app.ts";
import { expectComplete, readRecordings } from "./recordings.ts";

export interface KillOutcome {
  readonly recordedMs: number;
  /**
   * Sound that the microphone had given until the moment of the kill and that is not in the bucket.
   * Between the last thing heard of the encoder and the kill, time stands for sound.
   */
  readonly lostMs: number;
}

/** One instance of what was heard from the encoder worker. */
interface Heard {
  /** Sound given to the encoder so far, in samples at 48 kHz, and when. */
  samples: number;
  atMs: number;
  readonly packets: string[];
}

/** Zeros that the recorder feeds first: they are no sound. */
const PRIMING_SAMPLES = 648;

declare global {
  var tellTest: (message: unknown) => void;
}

/** Kills the browser that long after the first sound. */
export async function recordAndKill(afterMs: number): Promise<KillOutcome> {
  await using stack = await startTestStack({ webDir: inject("webDir") });
  const profileDir = await mkdtemp(join(tmpdir(), "tapedeck-profile-"));
  try {
    const heard: Heard = { samples: 0, atMs: 0, packets: [] };
    const killedAtMs = await recordUntilKilled();
    await reopen();
    const [recording, ...others] = await readRecordings(stack);
    if (recording === undefined) throw new Error("nothing of the recording is in the bucket");
    expect(others).toEqual([]);
    const { manifest, joined } = expectComplete(recording);
    // Heard late, or not at all, because the page died first: only what was heard can be compared.
    const kept = joined.packets.map((packet) => Buffer.from(packet).toString("base64"));
    const both = Math.min(kept.length, heard.packets.length);
    expect(both).toBeGreaterThan(0);
    expect(kept.slice(0, both)).toEqual(heard.packets.slice(0, both));
    const givenSamples = heard.samples + ((killedAtMs - heard.atMs) * SAMPLE_RATE_HZ) / 1000;
    return {
      recordedMs: manifest.durationMs,
      lostMs: ((givenSamples - manifest.sampleCount) * 1000) / SAMPLE_RATE_HZ,
    };

    async function recordUntilKilled(): Promise<number> {
      await using browser = await openProfile(profileDir);
      await listen(browser.context, heard);
      const page = await browser.newPage();
      await signInAs(page, stack, "ada");
      await chooseSegmentSeconds(page, 2);
      await recordButton(page).click();
      await page.getByRole("button", { name: "Pause" }).waitFor();
      await sleep(afterMs);
      return browser.kill();
    }

    async function reopen(): Promise<void> {
      await using browser = await openProfile(profileDir);
      const page = await browser.newPage();
      await page.goto(stack.url);
      // Chromium writes cookies to disk now and then: a fresh session may have died with it.
      const signIn = page.getByRole("link", { name: "Sign in" });
      await recordButton(page).or(signIn).first().waitFor();
      if (await signIn.isVisible()) await signInAs(page, stack, "ada");
      await page.getByText(/Rescued \d+:\d\d/).waitFor();
      await page.getByText(/in your bucket: safe to close/).waitFor({ timeout: 30_000 });
    }
  } finally {
    await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs in the encoder worker before its own code. */
const TAP = `
{
  const channel = new BroadcastChannel("tapedeck-kill-tap");
  const Native = self.AudioEncoder;
  let samples = 0;
  self.AudioEncoder = class extends Native {
    constructor(init) {
      super({ ...init, output: (packet, metadata) => {
        const bytes = new Uint8Array(packet.byteLength);
        packet.copyTo(bytes);
        channel.postMessage({ packet: bytes.toBase64(), samples, atMs: Date.now() });
        init.output(packet, metadata);
      } });
    }
    encode(data) {
      samples += (data.numberOfFrames * ${SAMPLE_RATE_HZ}) / data.sampleRate;
      channel.postMessage({ samples, atMs: Date.now() });
      super.encode(data);
    }
  };
}
`;

async function listen(context: BrowserContext, heard: Heard): Promise<void> {
  await context.exposeFunction("tellTest", (message: Partial<Heard> & { packet?: string }) => {
    heard.samples = (message.samples ?? 0) - PRIMING_SAMPLES;
    heard.atMs = message.atMs ?? 0;
    if (message.packet !== undefined) heard.packets.push(message.packet);
  });
  await context.addInitScript(() => {
    new BroadcastChannel("tapedeck-kill-tap").addEventListener("message", (event) => {
      globalThis.tellTest(event.data);
    });
    // Requests of a service worker pass by the route below.
    Object.defineProperty(ServiceWorkerContainer.prototype, "register", {
      value: () => new Promise(() => undefined),
    });
  });
  await context.route(/encoder-worker[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: TAP + (await response.text()) });
  });
}

/** `n = 5: median 21 ms, worst 38 ms (…)` */
export function describeLosses(outcomes: readonly KillOutcome[]): string {
  const lost = outcomes.map(({ lostMs }) => Math.round(lostMs)).sort((a, b) => a - b);
  const median = lost[Math.floor(lost.length / 2)];
  return `${lost.length} kills, lost at the end: median ${median} ms, worst ${lost.at(-1)} ms (${lost.join(" ")})`;
}
