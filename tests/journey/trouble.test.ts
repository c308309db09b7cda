// Recording while something is wrong, in a real browser against the real servers: each story ends with
// a sealed recording that equals what left the encoder.
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { FaultRule } from "@tapedeck/local/faults/fault-rule";
import { openBrowser } from "../browser/open-browser.ts";
import { startTestStack, type TestStack } from "../stack/test-stack.ts";
import { chooseSegmentSeconds, clockShows, recordButton, signInAs, stopButton } from "./app.ts";
import { tapEncoder, tappedPackets } from "./encoder-tap.ts";
import { expectComplete, readRecordings } from "./recordings.ts";

const HOUR_MS = 3_600_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser({ microphone: "granted" });
});
afterAll(() => browser.close());

/** A signed-in person on a device of their own, and the stack that they use. */
async function setUp() {
  const stack = await startTestStack({ webDir: inject("webDir") });
  const context = await browser.newContext({ serviceWorkers: "block" });
  await tapEncoder(context);
  const page = await context.newPage();
  await signInAs(page, stack, "ada");
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

async function startRecording(page: Page): Promise<void> {
  await recordButton(page).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
}

const inBucket = (page: Page) => page.getByText(/in your bucket: safe to close/);
const onDevice = (page: Page) => page.getByText(/Saved on this device: safe to close/);

/** The encoder's last packets hold only the zeros that push the sound out of it. */
const PADDING_PACKETS = 2;

/**
 * The packets of the only recording in the bucket, which must be sealed, and those that the encoder
 * gave, the padding at the end left out.
 */
async function keptAndGiven(stack: TestStack, page: Page) {
  const [recording, ...others] = await readRecordings(stack);
  if (recording === undefined || others.length > 0) throw new Error("there must be one recording");
  const { joined } = expectComplete(recording);
  const kept = joined.packets.map((packet) => Buffer.from(packet).toString("base64"));
  const given = (await tappedPackets(page)).map((packet) => packet.toString("base64"));
  const isPadded = given.length - kept.length <= PADDING_PACKETS;
  return { kept, given: isPadded ? given.slice(0, kept.length) : given };
}

test("offline for 60 s while recording, then online", async () => {
  await using story = await setUp();
  const { context, page, stack } = story;
  await startRecording(page);
  await clockShows(page, 3);
  await context.setOffline(true);
  await clockShows(page, 63);
  await page.getByText("You are offline.").first().waitFor();
  await context.setOffline(false);
  await clockShows(page, 66);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  const { kept, given } = await keptAndGiven(stack, page);
  expect(kept).toEqual(given);
});

/** Troubles that last while all of it is recorded, and end after it has been stopped. */
test.each<[string, readonly FaultRule[]]>([
  ["the API is down", [{ kind: "drop", at: "api" }]],
  ["the API answers 503", [{ kind: "unavailable", at: "api", retryAfterSeconds: 1 }]],
  ["S3 answers 503", [{ kind: "unavailable", at: "s3", match: { method: "PUT" } }]],
  ["S3 asks to slow down", [{ kind: "slow-down", at: "s3", match: { method: "PUT" } }]],
  ["S3 cannot be reached", [{ kind: "drop", at: "s3", match: { method: "PUT" } }]],
])("while %s, sound is saved on the device; afterwards it arrives", async (_what, rules) => {
  await using story = await setUp();
  const { page, stack } = story;
  await startRecording(page);
  await clockShows(page, 1);
  const lifts = rules.map((rule) => stack.faults.add(rule));
  await clockShows(page, 6);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  expect((await readRecordings(stack)).every(({ manifest }) => manifest === undefined)).toBe(true);
  for (const lift of lifts) lift();
  await page.getByRole("button", { name: "Try now" }).first().click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  const { kept, given } = await keptAndGiven(stack, page);
  expect(kept).toEqual(given);
});

/** Troubles that strike now and then, and never stop. */
test.each<[string, readonly FaultRule[]]>([
  [
    "answers are lost after the PUT was stored",
    [{ kind: "lose-answer", at: "s3", every: 2, match: { method: "PUT" } }],
  ],
  ["answers are cut off", [{ kind: "truncate", at: "api", every: 3 }]],
  ["every PUT arrives twice", [{ kind: "duplicate", at: "s3" }]],
  ["grants are expired when they are used", [{ kind: "expired", at: "s3", times: 2 }]],
  ["the access token expires in the middle", [{ kind: "token-expired", at: "api", times: 1 }]],
  [
    "this device's clock is three hours behind",
    [
      { kind: "clock-skew", at: "s3", aheadMs: 3 * HOUR_MS },
      { kind: "clock-skew", at: "api", aheadMs: 3 * HOUR_MS },
    ],
  ],
  [
    "this device's clock is three hours ahead",
    [
      { kind: "clock-skew", at: "s3", aheadMs: -3 * HOUR_MS },
      { kind: "clock-skew", at: "api", aheadMs: -3 * HOUR_MS },
    ],
  ],
])("although %s, all of it arrives, once", async (_what, rules) => {
  await using story = await setUp();
  const { page, stack } = story;
  await startRecording(page);
  for (const rule of rules) stack.faults.add(rule);
  await clockShows(page, 7);
  await stopButton(page).click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  const { kept, given } = await keptAndGiven(stack, page);
  expect(kept).toEqual(given);
});

describe("several tabs", () => {
  let context: BrowserContext;
  let stack: TestStack;
  beforeEach(async () => {
    stack = await startTestStack({ webDir: inject("webDir") });
    context = await browser.newContext({ serviceWorkers: "block" });
    return async () => {
      await context.close();
      await stack[Symbol.asyncDispose]();
    };
  });

  test("two record at once: both are complete", async () => {
    const [one, two] = [await context.newPage(), await context.newPage()];
    await signInAs(one, stack, "ada");
    await chooseSegmentSeconds(one, 2);
    await two.goto(stack.url);
    await recordButton(two).waitFor();
    await startRecording(one);
    await startRecording(two);
    await clockShows(one, 6);
    await clockShows(two, 6);
    await stopButton(one).click();
    await stopButton(two).click();
    await inBucket(one).waitFor({ timeout: 60_000 });
    await inBucket(two).waitFor({ timeout: 60_000 });
    const recordings = await readRecordings(stack);
    expect(recordings).toHaveLength(2);
    for (const recording of recordings) {
      expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(5900);
    }
  });

  test("a tab closed with uploads pending, reopened: it arrives, and nothing was rescued", async () => {
    await tapEncoder(context);
    const page = await context.newPage();
    await signInAs(page, stack, "ada");
    await chooseSegmentSeconds(page, 2);
    const lift = stack.faults.add({ kind: "drop", at: "s3" });
    await startRecording(page);
    await clockShows(page, 5);
    await stopButton(page).click();
    await onDevice(page).waitFor();
    // Keeps what was tapped, and is no tab of the app.
    const given = (await tappedPackets(page)).map((packet) => packet.toString("base64"));
    await page.close();
    lift();
    const again = await context.newPage();
    await again.goto(stack.url);
    await inBucket(again).waitFor({ timeout: 60_000 });
    expect(await again.getByText(/Rescued/).count()).toBe(0);
    const [recording] = await readRecordings(stack);
    if (recording === undefined) throw new Error("the bucket is empty");
    const { joined } = expectComplete(recording);
    const kept = joined.packets.map((packet) => Buffer.from(packet).toString("base64"));
    expect(given.length - kept.length).toBeLessThanOrEqual(PADDING_PACKETS);
    expect(kept).toEqual(given.slice(0, kept.length));
  });

  test("a tab closed while it records: another one that is open rescues it", async () => {
    const [leader, recorder] = [await context.newPage(), await context.newPage()];
    await signInAs(leader, stack, "ada");
    await chooseSegmentSeconds(leader, 2);
    await recorder.goto(stack.url);
    await startRecording(recorder);
    await clockShows(recorder, 5);
    await recorder.close({ runBeforeUnload: false });
    await leader.getByText(/Rescued 0:0\d/).waitFor();
    await inBucket(leader).waitFor({ timeout: 60_000 });
    const [recording] = await readRecordings(stack);
    if (recording === undefined) throw new Error("the bucket is empty");
    expect(expectComplete(recording).manifest.durationMs).toBeGreaterThan(4900);
  });
});

test("the device is full: the recording ends with a sentence, and all until then arrives", async () => {
  await using story = await setUp();
  const { context, page, stack } = story;
  const lift = stack.faults.add({ kind: "drop", at: "s3" });
  await startRecording(page);
  await clockShows(page, 3);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Storage.overrideQuotaForOrigin", { origin: stack.url, quotaSize: 1 });
  await page.getByText("This device is full.").waitFor({ timeout: 30_000 });
  await recordButton(page).waitFor();
  lift();
  await page.getByRole("button", { name: "Try now" }).first().click();
  await inBucket(page).waitFor({ timeout: 60_000 });
  const [recording] = await readRecordings(stack);
  if (recording === undefined) throw new Error("the bucket is empty");
  const { joined, manifest } = expectComplete(recording);
  expect(manifest.durationMs).toBeGreaterThan(2900);
  const given = await tappedPackets(page);
  expect(joined.packets.map((packet) => Buffer.from(packet))).toEqual(
    given.slice(0, joined.packets.length),
  );
});

test("leaving the page asks while it records, and not when all is on the device", async () => {
  await using story = await setUp();
  const { page, stack } = story;
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  stack.faults.add({ kind: "drop", at: "s3" });
  await startRecording(page);
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await stopButton(page).click();
  await onDevice(page).waitFor();
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => page.isClosed()).toBe(true);
  expect(asked).toHaveLength(1);
});
