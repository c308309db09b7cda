// Once before the journeys: a browser, a microphone's worth of known sound, and the built app.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildWeb } from "@tapedeck/local/site/build-web";
import { findBrowser } from "../browser/find-browser.ts";
import { makeNoise, SIGNAL_RATE_HZ } from "../signal/noise.ts";
import { toWav } from "../signal/wav.ts";
import { SIGNAL_SECONDS } from "./signal-seconds.ts";

declare module "vitest" {
  interface ProvidedContext {
    browserPath: string;
    wavPath: string;
    webDir: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), "tapedeck-journey-"));
  const wavPath = join(dir, "signal.wav");
  await writeFile(wavPath, toWav(makeNoise(SIGNAL_SECONDS), SIGNAL_RATE_HZ));
  project.provide("browserPath", await findBrowser());
  project.provide("wavPath", wavPath);
  project.provide("webDir", await buildWeb());
  return () => rm(dir, { recursive: true, force: true });
}
