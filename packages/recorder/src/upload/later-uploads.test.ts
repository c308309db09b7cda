// A page whose uploads' code has not come yet: what it does without, and what it tells the uploads once they are there.
import { describe, expect, test } from "vitest";
import { journalSegment } from "../testing/journaled-recording.ts";
import { openPage, record } from "../testing/page-without-uploads.ts";
import { settle } from "../testing/settle.ts";
import { recordingLock } from "./shared-names.ts";

describe("while the code is coming", () => {
  test("a recording starts, holds its lock, and stops", async () => {
    const page = openPage();
    const { recordingId, stop } = await record(page);
    expect(page.recorder.snapshot()).toMatchObject({ state: "recording", elapsedMs: 1000 });
    let isFree = false;
    void page.tabs
      .join()
      .lock(recordingLock(recordingId), new AbortController().signal)
      .then(() => {
        isFree = true;
      });
    await settle();
    expect(isFree).toBe(false);
    await stop();
    await settle();
    expect(isFree).toBe(true);
    expect(page.recorder.snapshot()).toMatchObject({ state: "idle", error: undefined });
  });

  test("the snapshot shows no recordings and does not call the device empty", async () => {
    const page = openPage();
    await settle();
    const { recorder } = page;
    expect(recorder.snapshot()).toMatchObject({ recordings: [], saved: [], safety: "on-device" });
    await page.come();
    expect(recorder.snapshot().safety).toBe("in-bucket");
  });

  test.each([
    [true, "on-device"],
    [false, "may-be-forgotten"],
  ])(
    "what this page recorded is on a device that lasts: %j, so it is %s",
    async (lasts, safety) => {
      const page = openPage({ storageLasts: lasts });
      const { stop } = await record(page);
      await stop();
      expect(page.recorder.snapshot().safety).toBe(safety);
      await page.come();
      expect(page.recorder.snapshot()).toMatchObject({ safety, recordings: [{ segmentCount: 1 }] });
      await page.environment.puts[0]?.store();
      expect(page.recorder.snapshot().safety).toBe("in-bucket");
    },
  );

  test("says that sound is in memory only, and uploads all of it once the code has come", async () => {
    const page = openPage();
    const { recordingId, stop } = await record(page, "memory");
    await stop();
    expect(page.recorder.snapshot().safety).toBe("in-memory");
    const copies = page.recorder.deviceCopies(recordingId);
    await page.come();
    expect((await copies).map(({ name }) => name)).toEqual([`${recordingId}.webm`]);
    await page.environment.puts[0]?.store();
    expect(page.api.seals).toHaveLength(1);
    expect(page.recorder.snapshot()).toMatchObject({
      safety: "in-bucket",
      recordings: [{ state: "sealed", verifiedCount: 1 }],
    });
  });

  test("another tab uploads what this one stores, and shows it while it is recorded", async () => {
    const page = openPage();
    const other = await page.openOther();
    await record(page);
    expect(other.view.recordings()).toMatchObject([{ state: "open", segmentCount: 1 }]);
    expect(page.environment.puts).toHaveLength(1);
  });

  test("another tab rescues the recording of a tab that died without the code", async () => {
    const page = openPage();
    const other = await page.openOther();
    const starting = page.recorder.start({ segmentSeconds: 5 });
    await settle();
    const { recordingId } = page.sessions[0]?.request ?? {};
    if (recordingId === undefined) throw new Error("no session was opened");
    await journalSegment(page.environment, { recordingId, sampleCount: 48_000 });
    page.die();
    await settle();
    expect(other.view.saved()).toMatchObject([{ kind: "cut-off", recordingId }]);
    void starting;
  });

  test("a question about the device waits, and is answered with what it holds", async () => {
    const page = openPage();
    const { stop } = await record(page);
    await stop();
    let hasRecords: boolean | undefined;
    void page.recorder.hasRecords().then((has) => {
      hasRecords = has;
    });
    await settle();
    expect(hasRecords).toBeUndefined();
    await page.come();
    expect(hasRecords).toBe(true);
  });

  test("a wake is remembered: the leader in another tab hears it", async () => {
    const page = openPage();
    const heard: string[] = [];
    page.tabs.join().openChannel("tapedeck-ada", ({ kind }) => heard.push(kind));
    page.recorder.wake("signed-in");
    page.recorder.retry();
    await settle();
    expect(heard).toEqual([]);
    await page.come();
    expect(heard.filter((kind) => kind !== "opened").sort()).toEqual(["retry", "wake"]);
  });

  test("a recording that goes on when the code comes is not taken for one that was cut off", async () => {
    const page = openPage();
    const { stop } = await record(page);
    await page.come();
    expect(page.recorder.snapshot()).toMatchObject({
      state: "recording",
      saved: [],
      recordings: [{ state: "open", segmentCount: 1 }],
    });
    await stop();
    await page.environment.puts[0]?.store();
    await settle();
    expect(page.recorder.snapshot()).toMatchObject({ safety: "in-bucket", saved: [] });
  });
});

describe("if the code does not come", () => {
  test("a recording goes on and has no error, and what needs the code says that it is missing", async () => {
    const page = openPage({ storageLasts: false });
    const { recordingId, stop } = await record(page);
    const question = page.recorder.hasRecords().catch((thrown: unknown) => thrown);
    await page.fail();
    expect(await question).toMatchObject({ code: "APP_INCOMPLETE" });
    await stop();
    expect(page.recorder.snapshot()).toMatchObject({
      state: "idle",
      safety: "may-be-forgotten",
      error: undefined,
    });
    const copies = page.recorder.deviceCopies(recordingId).catch((thrown: unknown) => thrown);
    await settle();
    await page.fail();
    expect(await copies).toMatchObject({ code: "APP_INCOMPLETE" });
  });

  test("it is asked for again when the network returns, and all of it arrives", async () => {
    const page = openPage();
    await page.fail();
    const { stop } = await record(page);
    await stop();
    expect(page.questionCount()).toBe(1);
    await page.environment.setOnline(true);
    expect(page.questionCount()).toBe(2);
    await page.come();
    await page.environment.puts[0]?.store();
    expect(page.recorder.snapshot()).toMatchObject({
      safety: "in-bucket",
      recordings: [{ state: "sealed" }],
    });
  });

  test.each<[string, (page: ReturnType<typeof openPage>) => unknown]>([
    ["when the host wakes it", ({ recorder }) => recorder.wake("signed-in")],
    ["when a person tries again", ({ recorder }) => recorder.retry()],
    ["half a minute later", ({ environment }) => environment.advance(30_000)],
  ])("it is asked for again %s, once at a time", async (_when, cause) => {
    const page = openPage();
    await page.fail();
    await cause(page);
    expect(page.questionCount()).toBe(2);
    page.recorder.wake("signed-in");
    expect(page.questionCount()).toBe(2);
    await page.come();
    expect(page.environment.timerCount()).toBeGreaterThan(0);
    await page.environment.advance(60_000);
    expect(page.questionCount()).toBe(2);
  });

  test("it is asked for half a minute after the last failure, not the first", async () => {
    const page = openPage();
    await page.fail();
    await page.environment.advance(20_000);
    page.recorder.wake("network");
    await page.fail();
    await page.environment.advance(20_000);
    expect(page.questionCount()).toBe(2);
    await page.environment.advance(10_000);
    expect(page.questionCount()).toBe(3);
  });
});

test("a recorder that was disposed of before the code came takes no storage and leaves no timer", async () => {
  const page = openPage();
  const question = page.recorder.hasRecords().catch((thrown: unknown) => thrown);
  await page.recorder.dispose();
  let isOpened = false;
  page.tabs.join().openChannel("tapedeck-ada", () => {
    isOpened = true;
  });
  await page.come();
  expect(await question).toBeInstanceOf(DOMException);
  expect(isOpened).toBe(false);
  expect(page.environment.timerCount()).toBe(0);
  await page.environment.setOnline(true);
  expect(page.questionCount()).toBe(1);
});
