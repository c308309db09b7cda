import { expect, test } from "vitest";
import type { RecordingId } from "@tapedeck/core/ids";
import { makeRecordingId } from "@tapedeck/core/ids";
import type { AppError } from "@tapedeck/core/errors";
import type { Environment } from "../environment.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import { journalRecording } from "../testing/journaled-recording.ts";
import { createScriptedApi } from "../testing/scripted-api.ts";
import { settle } from "../testing/settle.ts";
import { createUnreadableStorage } from "../testing/unreadable-storage.ts";
import { createVirtualEnvironment } from "../testing/virtual-environment.ts";
import { createVirtualTabs } from "../testing/virtual-tabs.ts";
import { recordingLock } from "./leader.ts";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import type { RescuedRecording } from "./tab-message.ts";
import { createTabUploads } from "./tab-uploads.ts";
import { createViewStore } from "./view-store.ts";

/** A browser whose device and network are shared by the tabs that it opens. */
function createBrowser() {
  const environment = createVirtualEnvironment();
  const tabs = createVirtualTabs();
  const api = createScriptedApi({ answers: "at-once" });

  async function openTab(owner = "ada", storage: JournalStorage = environment.storage) {
    const failures: AppError[] = [];
    const shared = tabs.join();
    const views = createViewStore();
    const rescued: RescuedRecording[] = [];
    const times: ServerTime[] = [];
    const uploads = createTabUploads({
      owner,
      api,
      environment: { ...environment, ...shared },
      storage,
      listener: {
        onChange: (changed) => views.merge(changed),
        onRescued: (recording) => rescued.push(recording),
        unsealed: () => views.unsealed(),
        onSealed: (recordings) => views.seal(recordings),
        onServerTime: (time) => times.push(time),
        onFailure: (error) => failures.push(error),
      },
    });
    await settle();
    const lock: Environment["lock"] = (name, signal) => shared.lock(name, signal);
    return { uploads, views, rescued, failures, times, lock, die: () => shared.leave() };
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
  const { openTab } = createBrowser();
  const [talking, recording] = [await openTab(), await openTab()];
  const time = { offsetMs: 250, errorMs: 500, toldAtMs: 1_795_392_000_000 };
  talking.uploads.tellServerTime(time);
  await settle();
  expect(recording.times).toEqual([time]);
});

test("one tab uploads for all; the others show what it says", async () => {
  const { environment, journal, openTab } = createBrowser();
  const leader = await openTab();
  const follower = await openTab();
  await follower.lock(recordingLock(idOf(0)), never);
  const { journal: recording, segments } = await journal();
  follower.uploads.journaled(recording.record(), segments);
  expect(follower.views.segments().map(({ status }) => status.kind)).toEqual([
    "journaled",
    "journaled",
  ]);
  await settle();
  expect(environment.puts).toHaveLength(2);
  await environment.puts[0]?.store();
  await environment.puts[1]?.store();
  await environment.advance(12_000);
  for (const { views } of [leader, follower]) {
    expect(views.segments().map(({ status }) => status.kind)).toEqual(["verified", "verified"]);
    expect(views.recordings()[0]?.state).toBe("open");
  }
});

test("when the tab that leads dies, the next one goes on where it was", async () => {
  const { environment, journal, openTab } = createBrowser();
  const first = await openTab();
  const second = await openTab();
  const { journal: recording, segments } = await journal();
  await recording.finish(4 * 960);
  first.uploads.journaled(recording.record(), segments);
  await settle();
  await environment.puts[0]?.store();
  first.die();
  await settle();
  expect(environment.puts.length).toBeGreaterThan(2);
  for (const put of environment.puts.slice(2)) await put.store();
  await settle();
  expect(second.views.recordings()[0]?.state).toBe("sealed");
});

test("a recording is finished by the leader as soon as its tab has gone, and everybody is told", async () => {
  const { environment, journal, openTab } = createBrowser();
  const leader = await openTab();
  const recorder = await openTab();
  await recorder.lock(recordingLock(idOf(0)), never);
  const { journal: recording } = await journal({ packets: 5 });
  recorder.uploads.journaled(recording.record(), []);
  await settle();
  expect(leader.rescued).toEqual([]);
  recorder.die();
  const third = await openTab();
  await settle();
  expect(leader.rescued).toEqual([{ recordingId: idOf(0), sampleCount: 4800 }]);
  for (const put of environment.puts) await put.store();
  expect(leader.views.recordings()[0]).toMatchObject({ state: "sealed", segmentCount: 3 });
  expect(third.views.segments()).toHaveLength(3);
});

test("a tab that dies before it has said what it stored is rescued all the same", async () => {
  const { journal, openTab } = createBrowser();
  const leader = await openTab();
  const recorder = await openTab();
  await recorder.lock(recordingLock(idOf(0)), never);
  recorder.uploads.began(idOf(0));
  await journal({ packets: 3 });
  recorder.die();
  await settle();
  expect(leader.rescued).toEqual([{ recordingId: idOf(0), sampleCount: 2880 }]);
});

test("what was left behind is found at the start, and called rescued only if it was cut off", async () => {
  const { journal, openTab } = createBrowser();
  const { journal: whole } = await journal({ index: 0 });
  await whole.finish(4 * 960);
  await journal({ index: 1 });
  const tab = await openTab();
  await settle();
  expect(tab.rescued.map(({ recordingId }) => recordingId)).toEqual([idOf(1)]);
  expect(tab.views.recordings().map(({ state }) => state)).toEqual(["ended", "ended"]);
});

test("another person's recordings are neither shown nor uploaded, and are there when they come back", async () => {
  const { environment, journal, openTab } = createBrowser();
  const { journal: hers } = await journal({ owner: "ada" });
  await hers.finish(4 * 960);
  const ben = await openTab("ben");
  await settle();
  expect(ben.views.recordings()).toEqual([]);
  expect(environment.puts).toHaveLength(0);
  await ben.uploads.dispose();
  const ada = await openTab("ada");
  await settle();
  expect(ada.views.recordings()).toHaveLength(1);
  expect(environment.puts).toHaveLength(2);
});

test("a person's wish to try again reaches the leader from any tab", async () => {
  const { environment, journal, openTab } = createBrowser();
  await openTab();
  const follower = await openTab();
  const { journal: recording, segments } = await journal({ packets: 2 });
  await recording.finish(2 * 960);
  follower.uploads.journaled(recording.record(), segments);
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
  expect(second.views.recordings()[0]?.state).toBe("ended");
  // Its messages are lost with it, what it wrote is not.
  await environment.storage.records.removeRecording(idOf(0));
  first.die();
  await settle();
  expect(second.views.recordings()[0]?.state).toBe("sealed");
  expect(second.views.segments().map(({ status }) => status.kind)).toEqual([
    "verified",
    "verified",
  ]);
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
  third.uploads.journaled(recording.record(), []);
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
    expect(tab.views.recordings()[0]).toMatchObject({ recordingId: idOf(1), state: "sealed" });
    expect(tab.views.safety(true)).toBe("on-device");
    storage.mend();
    cause(tab.uploads);
    await environment.advance(ms);
    await settle();
    expect(tab.rescued).toEqual([{ recordingId: idOf(0), sampleCount: 2880 }]);
  },
);
