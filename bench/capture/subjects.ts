// The three that record: the app, the engine on a page of an integrator, and MediaRecorder.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { buildForProduction } from "@tapedeck/local/site/build-web";
import { WEB_ROOT } from "@tapedeck/local/site/web-root";
import {
  chooseSegmentSeconds,
  clockShows,
  recordButton,
  signInAs,
  stopButton,
} from "../../tests/fixtures/browser/app.ts";
import { readBucket } from "../../tests/fixtures/stack/bucket.ts";
import type { TestStack } from "../../tests/fixtures/stack/test-stack.ts";

export interface Subject {
  readonly name: "app" | "engine" | "media-recorder";
  readonly webDir: string;
  /** Resolves while it records. */
  begin(page: Page, stack: TestStack): Promise<void>;
  /** Resolves as soon as it has recorded as much. */
  hasRecorded(page: Page, seconds: number): Promise<void>;
  /** @throws {Error} the sound is not where it belongs */
  end(page: Page, stack: TestStack): Promise<void>;
}

/** @param dir - an empty folder, for the built pages */
export async function buildSubjects(dir: string): Promise<readonly Subject[]> {
  return [
    {
      name: "app",
      webDir: await buildApp(join(dir, "app")),
      begin: async (page, stack) => {
        await signInAs(page, stack, "ada");
        await chooseSegmentSeconds(page, 5);
        await recordButton(page).click();
      },
      hasRecorded: clockShows,
      end: async (page, stack) => {
        await stopButton(page).click();
        await isSealed(stack);
      },
    },
    {
      name: "engine",
      webDir: await buildPage(rootOf("engine"), join(dir, "engine")),
      begin,
      hasRecorded,
      end: async (page, stack) => {
        await page.evaluate(() => globalThis.recordingPage.stop?.());
        await isSealed(stack);
      },
    },
    {
      name: "media-recorder",
      webDir: await buildPage(rootOf("media-recorder"), join(dir, "media-recorder")),
      begin,
      hasRecorded,
      end: async (page) => {
        await page.evaluate(() => globalThis.recordingPage.stop?.());
      },
    },
  ];
}

export const buildApp = (outDir: string) => buildPage(WEB_ROOT, outDir);

async function begin(page: Page, stack: TestStack): Promise<void> {
  const token = await stack.tokenOf("ada");
  await page.goto(stack.url);
  await page.waitForFunction(() => "recordingPage" in globalThis);
  await page.evaluate(async (bearer) => {
    Object.assign(globalThis.recordingPage, await globalThis.recordingPage.record(bearer));
  }, token);
}

async function hasRecorded(page: Page, seconds: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => (globalThis.recordingPage.recordedSeconds?.() ?? 0) >= wanted,
    seconds,
  );
}

const rootOf = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url));

async function buildPage(root: string, outDir: string): Promise<string> {
  const build = { target: "es2022", assetsInlineLimit: 0, emptyOutDir: true };
  const config =
    root === WEB_ROOT
      ? { build: { emptyOutDir: true } }
      : { build, worker: { format: "es" as const } };
  await buildForProduction({ ...config, root, build: { ...config.build, outDir } });
  return outDir;
}

/** The manifest is written when all of it is in the bucket and verified. */
async function isSealed(stack: TestStack): Promise<void> {
  const deadlineMs = Date.now() + 60_000;
  while (Date.now() < deadlineMs) {
    const objects = await readBucket(stack);
    if (objects.some(({ object }) => object.kind === "manifest")) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("the recording was not sealed within a minute");
}
