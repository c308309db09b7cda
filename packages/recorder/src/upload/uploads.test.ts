import { expect, test } from "vitest";
import { createUnreadableStorage } from "../testing/unreadable-storage.ts";
import { createScriptedApi } from "../testing/scripted-api.ts";
import { settle } from "../testing/settle.ts";
import { createUploadingTabs } from "../testing/uploading-tabs.ts";
import { idOf } from "../testing/recording-ids.ts";
import { recordingLock } from "./shared-names.ts";

const never = new AbortController().signal;

test("what an answer tells of the server's time, the tab hears that records", async () => {
  const { api, environment, openTab } = createUploadingTabs();
  const [, recording] = [
    await openTab(),
    await openTab("ada", environment.storage, createScriptedApi()),
  ];
  const time = { offsetMs: 250, errorMs: 500, toldAtMs: 1_795_392_000_000 };
  await api.tellServerTime(time);
  expect(recording.times).toEqual([time]);
});

test("one tab uploads for all; the others show what it says", async () => {
  const { environment, journal, openTab } = createUploadingTabs();
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
  for (const { statuses, uploads } of [leader, follower]) {
    expect(statuses()).toEqual(["verified", "verified"]);
    expect(uploads.recordings()[0]?.state).toBe("open");
  }
});

test("when the tab that leads dies, the next one goes on where it was", async () => {
  const { environment, journal, openTab } = createUploadingTabs();
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
  expect(second.uploads.recordings()[0]?.state).toBe("sealed");
});

test("a recording is finished by the leader as soon as its tab has gone, and everybody is told", async () => {
  const { environment, journal, openTab } = createUploadingTabs();
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
  expect(leader.uploads.recordings()[0]).toMatchObject({ state: "sealed", segmentCount: 3 });
  expect(third.statuses()).toHaveLength(3);
});

test("a tab that dies before it has said what it stored is rescued all the same", async () => {
  const { journal, openTab } = createUploadingTabs();
  const leader = await openTab();
  const recorder = await openTab();
  await recorder.uploads.beginRecording(idOf(0));
  await journal({ packets: 3 });
  recorder.die();
  await settle();
  expect(leader.cutOff()).toMatchObject([{ recordingId: idOf(0), sampleCount: 2880 }]);
});

test("what was left behind is found at the start, and called rescued only if it was cut off", async () => {
  const { journal, openTab } = createUploadingTabs();
  const { journal: whole } = await journal({ index: 0 });
  await whole.finish(4 * 960);
  await journal({ index: 1 });
  const tab = await openTab();
  await settle();
  expect(tab.cutOff().map(({ recordingId }) => recordingId)).toEqual([idOf(1)]);
  expect(tab.uploads.recordings().map(({ state }) => state)).toEqual(["ended", "ended"]);
});

test("another person's recordings are neither shown nor uploaded, and are there when they come back", async () => {
  const { environment, journal, openTab } = createUploadingTabs();
  const { journal: hers } = await journal({ owner: "ada" });
  await hers.finish(4 * 960);
  const ben = await openTab("ben");
  await settle();
  expect(ben.uploads.recordings()).toEqual([]);
  expect(environment.puts).toHaveLength(0);
  await ben.uploads.dispose();
  const ada = await openTab("ada");
  await settle();
  expect(ada.uploads.recordings()).toHaveLength(1);
  expect(environment.puts).toHaveLength(2);
});

test("a person's wish to try again reaches the leader from any tab", async () => {
  const { environment, journal, openTab } = createUploadingTabs();
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
  const { environment, journal, openTab } = createUploadingTabs();
  const first = await openTab();
  const { journal: recording } = await journal();
  await recording.finish(4 * 960);
  const second = await openTab();
  expect(second.uploads.recordings()[0]?.state).toBe("ended");
  // Its messages are lost with it, what it wrote is not.
  await environment.storage.records.removeRecording(idOf(0));
  first.die();
  await settle();
  expect(second.uploads.recordings()[0]?.state).toBe("sealed");
  expect(second.statuses()).toEqual(["verified", "verified"]);
});

test("a tab that is disposed gives the lead to another, which misses nothing", async () => {
  const { environment, journal, openTab } = createUploadingTabs();
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
    const { environment, journal, openTab } = createUploadingTabs();
    await journal({ index: 0, packets: 3 });
    const { journal: whole } = await journal({ index: 1 });
    await whole.finish(4 * 960);
    const storage = createUnreadableStorage(environment.storage, idOf(0));
    const tab = await openTab("ada", storage);
    await settle();
    expect(tab.failures.map(({ code }) => code)).toEqual(["STORAGE_FAILED"]);
    for (const put of environment.puts) await put.store();
    expect(tab.uploads.recordings()[0]).toMatchObject({ recordingId: idOf(1), state: "sealed" });
    expect(tab.uploads.safety(true)).toBe("on-device");
    storage.mend();
    cause(tab.uploads);
    await environment.advance(ms);
    await settle();
    expect(tab.cutOff()).toMatchObject([{ recordingId: idOf(0), sampleCount: 2880 }]);
  },
);

test("a tab that missed the message shows within seconds that a recording is sealed", async () => {
  const { environment, journal, openTab } = createUploadingTabs();
  await openTab();
  const { journal: recording } = await journal();
  await recording.finish(4 * 960);
  const follower = await openTab();
  expect(follower.uploads.recordings()[0]?.state).toBe("ended");
  await environment.storage.records.removeRecording(idOf(0));
  await environment.advance(5_000);
  expect(follower.uploads.recordings()[0]?.state).toBe("sealed");
  expect(follower.uploads.safety(true)).toBe("in-bucket");
});

test("a tab that was frozen shows its segments as they are once a person looks at it", async () => {
  const { environment, journal, openTab } = createUploadingTabs();
  await openTab();
  const { journal: recording, segments } = await journal();
  const follower = await openTab();
  await follower.lock(recordingLock(idOf(0)), never);
  follower.stored(recording.record(), segments);
  await settle();
  // Stored by the leader, and told while the tab was frozen.
  const verified = segments.map((segment) => ({ ...segment, life: { kind: "verified" } as const }));
  await environment.storage.records.putSegments(verified);
  expect(follower.statuses()).toEqual(["uploading", "uploading"]);
  await environment.setOnline(true);
  expect(follower.statuses()).toEqual(["verified", "verified"]);
});
