// A Chromium with a profile on disk: in an incognito context OPFS is in the browser process's memory,
// which costs another 6 % of a core (measured).
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type CDPSession, type Page } from "playwright-core";
import { findBrowser } from "../../tests/fixtures/browser/find-browser.ts";
import { makeNoise, SIGNAL_RATE_HZ } from "../../tests/fixtures/signal/noise.ts";
import { toWav } from "../../tests/fixtures/signal/wav.ts";

/** Chromium plays it again from the start. */
const MICROPHONE_SECONDS = 60;

export interface MeasuredBrowser extends AsyncDisposable {
  readonly page: Page;
  readonly version: string;
  used(): Promise<Used>;
}

/** Since the browser was started, in ms of CPU. */
export interface Used {
  /** Every process of the browser. */
  readonly browserMs: number;
  /** The page's main thread. */
  readonly mainThreadMs: number;
}

/** @returns the file that the microphone plays */
export async function writeMicrophone(dir: string): Promise<string> {
  const path = join(dir, "microphone.wav");
  await writeFile(path, toWav(makeNoise(MICROPHONE_SECONDS), SIGNAL_RATE_HZ));
  return path;
}

export async function openMeasured(profileDir: string, wavPath: string): Promise<MeasuredBrowser> {
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: await findBrowser(),
    args: [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      `--use-file-for-fake-audio-capture=${wavPath}`,
      // Containers and CI run as root, where Chromium's own sandbox cannot.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  const [page = await context.newPage()] = context.pages();
  const browser = context.browser();
  if (browser === null) throw new Error("the profile was opened without a browser");
  const wholeBrowser = await browser.newBrowserCDPSession();
  const thread = await context.newCDPSession(page);
  await thread.send("Performance.enable", { timeDomain: "threadTicks" });
  const processes = processMeter(wholeBrowser);
  return {
    page,
    version: browser.version(),
    used: async () => ({
      browserMs: await processes(),
      mainThreadMs: await taskMs(thread),
    }),
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** Sums the processes up; of one that has ended, what it had used when it was last seen. */
function processMeter(session: CDPSession): () => Promise<number> {
  const seconds = new Map<number, number>();
  return async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    for (const { id, cpuTime } of processInfo) seconds.set(id, cpuTime);
    return [...seconds.values()].reduce((sum, each) => sum + each, 0) * 1000;
  };
}

async function taskMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value;
  if (seconds === undefined) throw new Error("the browser does not tell what its tasks took");
  return seconds * 1000;
}
