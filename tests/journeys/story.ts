// Shared steps of the stories that record during trouble.
import { expect, inject } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import type { StackOptions } from "@tapedeck/local/start-stack";
import { startTestStack, type TestStack } from "../fixtures/stack/test-stack.ts";
import {
  chooseSegmentSeconds,
  clockShows,
  inBucket,
  recordButton,
  stopButton,
} from "../fixtures/browser/app.ts";
import { enterAs } from "./enter.ts";
import {
  givenRecordings,
  soundPackets,
  tapEncoder,
  type Given,
  type TapOptions,
} from "./encoder-tap.ts";
import { expectComplete, readRecordings, type BucketRecording } from "./recordings.ts";

export { inBucket } from "../fixtures/browser/app.ts";

export interface Story extends AsyncDisposable {
  readonly stack: TestStack;
  readonly context: BrowserContext;
  readonly page: Page;
}

/** Starts a stack, and a fresh device on which a person is signed in. */
export async function beginStory(
  browser: Browser,
  {
    withSound = false,
    ...options
  }: Pick<StackOptions, "accessTokenTtlSeconds" | "makesWholeFiles" | "quota"> &
    Pick<TapOptions, "withSound"> = {},
): Promise<Story> {
  const stack = await startTestStack({ ...options, webDir: inject("webDir") });
  const context = await browser.newContext({ serviceWorkers: "block" });
  await tapEncoder(context, { withSound });
  const page = await context.newPage();
  await enterAs(page, stack, "ada");
  await chooseSegmentSeconds(page, 2);
  return {
    stack,
    context,
    page,
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await stack[Symbol.asyncDispose]();
    },
  };
}

export async function startRecording(page: Page): Promise<void> {
  await recordButton(page).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
}

/**
 * Shown when all sound is on the device and not yet in the bucket. Playwright's contexts are private windows,
 * so the page must not call that safe. closing.test.ts covers browsers where it may.
 */
export const onDevice = (page: Page) =>
  page.getByText(/This browser may forget what is only on this device once the window closes/);

/** The same in a browser that is known to keep its storage. */
export const keptOnDevice = (page: Page) =>
  page.locator(".deck:has(.safety:not(.whole))").getByText("Saved, safe to close", { exact: true });

/**
 * Reads the only recording in the bucket, which must be sealed and as long as the sound.
 *
 * @returns its packets (`kept`), and the encoder's packets with sound (`given`)
 */
export async function keptAndGiven({ stack, page }: Pick<Story, "stack" | "page">) {
  const [recording, ...others] = await readRecordings(stack);
  if (recording === undefined || others.length > 0) throw new Error("there must be one recording");
  const [given] = await givenRecordings(page);
  if (given === undefined) throw new Error("nothing was tapped");
  return { ...compared(recording, given), stored: recording.segments };
}

/** The packets of a sealed recording and those of its encoder, in a form that prints well. */
export function compared(recording: BucketRecording, given: Given) {
  const { joined, manifest } = expectComplete(recording);
  expect(manifest.sampleCount).toBe(given.soundSamples);
  return {
    manifest,
    kept: joined.packets.map((packet) => Buffer.from(packet).toString("base64")),
    given: soundPackets(given).map((packet) => packet.toString("base64")),
  };
}

function expectStruck({ stack }: Story, rules: readonly FaultRule[]): void {
  for (const rule of rules) {
    if (!stack.faults.hits.get(rule)) throw new Error(`${rule.kind} at ${rule.at} did not strike`);
  }
}

/** The trouble starts during the recording, and ends after the recording has stopped. */
export async function recordDuring(story: Story, rules: readonly FaultRule[]): Promise<void> {
  const { page, stack } = story;
  await startRecording(page);
  await clockShows(page, 1);
  const lifts = rules.map((rule) => stack.faults.add(rule));
  await clockShows(page, 6);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  expectStruck(story, rules);
  expect((await readRecordings(stack)).map(({ manifest }) => manifest)).not.toContainEqual(
    expect.anything(),
  );
  for (const lift of lifts) lift();
  await inBucket(page).waitFor({ timeout: 60_000 });
}

/** The trouble strikes now and then, and never ends. */
export async function recordDespite(story: Story, rules: readonly FaultRule[]): Promise<void> {
  const { page, stack } = story;
  await startRecording(page);
  for (const rule of rules) stack.faults.add(rule);
  await clockShows(page, 7);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  expectStruck(story, rules);
}

/** Records offline for `seconds`, then online again. */
export async function recordOffline({ context, page }: Story, seconds: number): Promise<void> {
  await startRecording(page);
  await clockShows(page, 3);
  await context.setOffline(true);
  await clockShows(page, 3 + seconds);
  await page.getByText("Offline · recording goes on").waitFor();
  await context.setOffline(false);
  await clockShows(page, 6 + seconds);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
}
