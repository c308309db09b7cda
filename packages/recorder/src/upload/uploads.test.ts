import { describe, expect, test } from "vitest";
import type { RecordingId } from "@tapedeck/core/ids";
import { makeRecordingId } from "@tapedeck/core/ids";
import { AppError } from "@tapedeck/core/errors";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { JournalStorage } from "../journal/journal-storage.ts";
import { journalRecording } from "../testing/journaled-recording.ts";
import { createScriptedApi } from "../testing/scripted-api.ts";
import { settle } from "../testing/settle.ts";
import { createUnreadableStorage } from "../testing/unreadable-storage.ts";
import { createVirtualEnvironment } from "../testing/virtual-environment.ts";
import { createVirtualTabs } from "../testing/virtual-tabs.ts";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import { recordingLock } from "./shared-names.ts";
import type { RecordingApi } from "../ports.ts";
import { createUploads } from "./uploads.ts";

/** A browser whose device and network are shared by the tabs that it opens. */
function createBrowser() {
  const environment = createVirtualEnvironment();
  const tabs = createVirtualTabs();
  const api = createScriptedApi({ answers: "at-once" });

  async function openTab(
    owner = "ada",
    storage: JournalStorage = environment.storage,
    ownApi: RecordingApi = api,
  ) {
    const failures: AppError[] = [];
    const shared = tabs.join();
    const times: ServerTime[] = [];
    const uploads = createUploads({
      owner,
      api: ownApi,
      environment: { ...environment, ...shared, openStorage: async () => storage },
      listener: {
        onChange: () => undefined,
        onServerTime: (time) => times.push(time),
        onFailure: (error) => failures.push(error),
      },
    });
    await settle();
    const { view } = uploads;
    return {
      uploads,
      view,
      failures,
      times,
      lock: (name: string, signal: AbortSignal) => shared.lock(name, signal),
      die: () => shared.leave(),
      /** A recorder of this tab has stored these records. */
      stored: (recording: RecordingRecord, segments: readonly SegmentRecord[] = []) => {
        uploads.takeRecording(recording);
        for (const segment of segments) uploads.takeSegment(recording, segment, undefined);
      },
      statuses: (index = 0) => view.segments(idOf(index)).map(({ status }) => status.kind),
      cutOff: () => view.saved().filter(({ kind }) => kind === "cut-off"),
    };
  }

  /** What a worker of some tab has journaled, and is still recording. */
  const journal = (options: { index?: number; owner?: string; packets?: number } = {}) =>
    journalRecording(environment, {
      recordingId: idOf(options.index ?? 0),
      owner: options.owner ?? "ada",
      packetsPerSegment: 2,
      sampleCount: (options.packets ?? 4) * 960,
    });

  return { api, environment, openTab, journal };
}

function idOf(index: number): RecordingId {
  return makeRecordingId(1_795_392_000_000_000 + index, new Uint8Array(6));
}

const never = new AbortController().signal;

test("what an answer tells of the server's time, the tab hears that records", async () => {
  const { api, environment, openTab } = createBrowser();
  const [, recording] = [
    await openTab(),
    await openTab("ada", environment.storage, createScriptedApi()),
  ];
  const time = { offsetMs: 250, errorMs: 500, toldAtMs: 1_795_392_000_000 };
  await api.tellServerTime(time);
  expect(recording.times).toEqual([time]);
});

test("one tab uploads for all; the others show what it says", async () => {
  const { environment, journal, openTab } = createBrowser();
  const leader = await openTab();
  const follower = await openTab();
  await follower.lock(recordingLock(idOf(0)), never);
  const { journal: recording, segments } = await journal();
  follower.stored(recording.record(), segments);
  await settle();
  for (const { statuses } of [leader, follower]) {
    expect(statuses()).toEqual(["uploading", "uploading"]);
  }
  expect(environment.puts).toHaveLength(2);
  await environment.puts[0]?.store();
  await environment.puts[1]?.store();
  await environment.advance(12_000);
  for (const { statuses, view } of [leader, follower]) {
    expect(statuses()).toEqual(["verified", "verified"]);
    expect(view.recordings()[0]?.state).toBe("open");
  }
});

test("when the tab that leads dies, the next one goes on where it was", async () => {
  const { environment, journal, openTab } = createBrowser();
  const first = await openTab();
  const second = await openTab();
  const { journal: recording, segments } = await journal();
  await recording.finish(4 * 960);
  first.stored(recording.record(), segments);
  await settle();
  await environment.puts[0]?.store();
  first.die();
  await settle();
  expect(environment.puts.length).toBeGreaterThan(2);
  for (const put of environment.puts.slice(2)) await put.store();
  await settle();
  expect(second.view.recordings()[0]?.state).toBe("sealed");
});

test("a recording is finished by the leader as soon as its tab has gone, and everybody is told", async () => {
  const { environment, journal, openTab } = createBrowser();
  const leader = await openTab();
  const recorder = await openTab();
  await recorder.lock(recordingLock(idOf(0)), never);
  const { journal: recording } = await journal({ packets: 5 });
  recorder.stored(recording.record());
  await settle();
  expect(leader.cutOff()).toEqual([]);
  recorder.die();
  const third = await openTab();
  await settle();
  expect(leader.cutOff()).toMatchObject([{ recordingId: idOf(0), sampleCount: 4800 }]);
  for (const put of environment.puts) await put.store();
  expect(leader.view.recordings()[0]).toMatchObject({ state: "sealed", segmentCount: 3 });
  expect(third.statuses()).toHaveLength(3);
});

test("a tab that dies before it has said what it stored is rescued all the same", async () => {
  const { journal, openTab } = createBrowser();
  const leader = await openTab();
  const recorder = await openTab();
  await recorder.uploads.beginRecording(idOf(0));
  await journal({ packets: 3 });
  recorder.die();
  await settle();
  expect(leader.cutOff()).toMatchObject([{ recordingId: idOf(0), sampleCount: 2880 }]);
});

test("what was left behind is found at the start, and called rescued only if it was cut off", async () => {
  const { journal, openTab } = createBrowser();
  const { journal: whole } = await journal({ index: 0 });
  await whole.finish(4 * 960);
  await journal({ index: 1 });
  const tab = await openTab();
  await settle();
  expect(tab.cutOff().map(({ recordingId }) => recordingId)).toEqual([idOf(1)]);
  expect(tab.view.recordings().map(({ state }) => state)).toEqual(["ended", "ended"]);
});

test("another person's recordings are neither shown nor uploaded, and are there when they come back", async () => {
  const { environment, journal, openTab } = createBrowser();
  const { journal: hers } = await journal({ owner: "ada" });
  await hers.finish(4 * 960);
  const ben = await openTab("ben");
  await settle();
  expect(ben.view.recordings()).toEqual([]);
  expect(environment.puts).toHaveLength(0);
  await ben.uploads.dispose();
  const ada = await openTab("ada");
  await settle();
  expect(ada.view.recordings()).toHaveLength(1);
  expect(environment.puts).toHaveLength(2);
});

test("a person's wish to try again reaches the leader from any tab", async () => {
  const { environment, journal, openTab } = createBrowser();
  await openTab();
  const follower = await openTab();
  const { journal: recording, segments } = await journal({ packets: 2 });
  await recording.finish(2 * 960);
  follower.stored(recording.record(), segments);
  await settle();
  await environment.puts[0]?.fail("CONNECTION_LOST");
  follower.uploads.retry({ recordingId: idOf(0), sequence: 0 });
  await settle();
  expect(environment.puts).toHaveLength(2);
  await environment.puts[1]?.fail("CONNECTION_LOST");
  follower.uploads.wake("network");
  await settle();
  expect(environment.puts).toHaveLength(3);
});

test("what the leader sealed in its last moment is shown as sealed by the next", async () => {
  const { environment, journal, openTab } = createBrowser();
  const first = await openTab();
  const { journal: recording } = await journal();
  await recording.finish(4 * 960);
  const second = await openTab();
  expect(second.view.recordings()[0]?.state).toBe("ended");
  // Its messages are lost with it, what it wrote is not.
  await environment.storage.records.removeRecording(idOf(0));
  first.die();
  await settle();
  expect(second.view.recordings()[0]?.state).toBe("sealed");
  expect(second.statuses()).toEqual(["verified", "verified"]);
});

test("a tab that is disposed gives the lead to another, which misses nothing", async () => {
  const { environment, journal, openTab } = createBrowser();
  const first = await openTab();
  await openTab();
  await first.uploads.dispose();
  const third = await openTab();
  const { journal: recording } = await journal();
  await recording.finish(4 * 960);
  // Of the segments it says nothing: the leader finds them on the device.
  third.stored(recording.record());
  await settle();
  expect(environment.puts).toHaveLength(2);
});

test.each<[string, (tab: { wake(cause: "network"): void; retry(): void }) => void, number]>([
  ["a minute later", () => undefined, 60_000],
  ["when a person asks", (tab) => tab.retry(), 0],
  ["when the page is looked at", (tab) => tab.wake("network"), 0],
])(
  "what could not be read is read again %s; meanwhile the others go on",
  async (_when, cause, ms) => {
    const { environment, journal, openTab } = createBrowser();
    await journal({ index: 0, packets: 3 });
    const { journal: whole } = await journal({ index: 1 });
    await whole.finish(4 * 960);
    const storage = createUnreadableStorage(environment.storage, idOf(0));
    const tab = await openTab("ada", storage);
    await settle();
    expect(tab.failures.map(({ code }) => code)).toEqual(["STORAGE_FAILED"]);
    for (const put of environment.puts) await put.store();
    expect(tab.view.recordings()[0]).toMatchObject({ recordingId: idOf(1), state: "sealed" });
    expect(tab.view.safety(true)).toBe("on-device");
    storage.mend();
    cause(tab.uploads);
    await environment.advance(ms);
    await settle();
    expect(tab.cutOff()).toMatchObject([{ recordingId: idOf(0), sampleCount: 2880 }]);
  },
);

test("a tab that missed the message shows within seconds that a recording is sealed", async () => {
  const { environment, journal, openTab } = createBrowser();
  await openTab();
  const { journal: recording } = await journal();
  await recording.finish(4 * 960);
  const follower = await openTab();
  expect(follower.view.recordings()[0]?.state).toBe("ended");
  await environment.storage.records.removeRecording(idOf(0));
  await environment.advance(5_000);
  expect(follower.view.recordings()[0]?.state).toBe("sealed");
  expect(follower.view.safety(true)).toBe("in-bucket");
});

describe("after a full disk", () => {
  /** A tab leads; another one's recorder has ended because the disk is full, and left its recording open. */
  async function recordedUntilFull() {
    const browser = createBrowser();
    let isFull = false;
    const { storage } = browser.environment;
    const refuse = () => {
      if (isFull) throw new AppError("STORAGE_FULL", "No room.");
    };
    const full: JournalStorage = {
      ...storage,
      records: {
        ...storage.records,
        putRecording: async (record) => {
          refuse();
          await storage.records.putRecording(record);
        },
        putSegments: async (records) => {
          refuse();
          await storage.records.putSegments(records);
        },
      },
    };
    const leader = await browser.openTab("ada", full);
    const recorder = await browser.openTab("ada", full);
    const end = await recorder.uploads.beginRecording(idOf(0));
    const { journal: recording, segments } = await browser.journal();
    recorder.stored(recording.record(), segments);
    await settle();
    isFull = true;
    end();
    await settle();
    return { ...browser, leader, recorder, storage };
  }

  test("a page that has ended its recording does not say that another tab goes on with it", async () => {
    const { recorder } = await recordedUntilFull();
    expect(recorder.view.recordings()).toMatchObject([{ state: "ended" }]);
    expect(recorder.cutOff()).toEqual([]);
  });

  test("every page shows at once that all of it is sealed", async () => {
    const { environment, leader, recorder, storage } = await recordedUntilFull();
    for (const put of environment.puts) await put.store();
    await settle();
    for (const { view, statuses } of [leader, recorder]) {
      expect(view.recordings()).toMatchObject([{ state: "sealed", verifiedCount: 2 }]);
      expect(statuses()).toEqual(["verified", "verified"]);
      expect(view.safety(true)).toBe("in-bucket");
    }
    expect(await storage.records.recordings("ada")).toEqual([]);
  });
});
