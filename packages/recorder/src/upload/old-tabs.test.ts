// A tab of the release before beside one of today: each tells the other what it has to know.
import { describe, expect, test } from "vitest";
import { idOf, recordingRecord, segmentRecord } from "../../../core/src/testing/upload-records.ts";
import { createBrowser } from "../testing/browser-with-old-tabs.ts";
import type { OldViews } from "../testing/old-tab.ts";
import { settle } from "../testing/settle.ts";
import { newsOfOldTab, type OldTabMessage } from "./old-tabs.ts";

const recordingId = idOf(0);

/** As the old leader told of a segment. */
function oldView(sequence: number, life: OldViews["segments"][number]["life"]): OldViews {
  const { startSample, sampleCount, sizeBytes } = segmentRecord(0, sequence);
  const segment = { recordingId, sequence, startSample, sampleCount, sizeBytes, life };
  return { recordings: [], segments: [segment] };
}

const oldSealed: OldViews = {
  recordings: [{ recordingId, storage: "opfs", state: "sealed" }],
  segments: [],
};

describe("while a tab of today leads", () => {
  test("what an old tab records is uploaded, and the old tab shows what is in the bucket", async () => {
    const { environment, journal, newTab, oldTab, storePuts } = createBrowser();
    const leader = await newTab();
    const old = oldTab();
    await old.lockRecording(recordingId);
    old.say({ kind: "began", recordingId });
    const { journal: recording, segments } = await journal();
    old.say({ kind: "journaled", recording: recording.record(), segments });
    await settle();
    expect(leader.statuses()).toEqual(["uploading", "uploading"]);
    expect(old.shown(recordingId).lives).toEqual(["journaled", "journaled"]);
    await storePuts();
    await environment.advance(12_000);
    expect(old.shown(recordingId).lives).toEqual(["verified", "verified"]);
    await recording.finish(4 * 960);
    old.die();
    await settle();
    expect(leader.state()).toBe("sealed");
  });

  test("an old tab shows waits, and that a recording is sealed", async () => {
    const { environment, journal, newTab, oldTab } = createBrowser();
    await (await journal(2)).journal.finish(2 * 960);
    const old = oldTab();
    await newTab();
    await settle();
    await environment.puts[0]?.fail("SERVICE_UNAVAILABLE");
    expect(old.shown(recordingId)).toEqual({ state: "ended", lives: ["waiting"] });
    await environment.advance(500);
    await environment.puts[1]?.store();
    await settle();
    expect(old.shown(recordingId)).toEqual({ state: "sealed", lives: ["verified"] });
  });

  test("an old tab that is opened hears what has just been sealed", async () => {
    const { journal, newTab, oldTab, storePuts } = createBrowser();
    await (await journal(2)).journal.finish(2 * 960);
    await newTab();
    await storePuts();
    const old = oldTab();
    old.say({ kind: "opened" });
    await settle();
    expect(old.shown(recordingId).state).toBe("sealed");
  });

  test("a recording is finished whose old tab died before it said what it stored", async () => {
    const { journal, newTab, oldTab } = createBrowser();
    const leader = await newTab();
    const old = oldTab();
    await old.lockRecording(recordingId);
    old.say({ kind: "began", recordingId });
    await journal(3);
    await settle();
    expect(leader.uploads.saved()).toEqual([]);
    old.die();
    await settle();
    expect(leader.uploads.saved()).toMatchObject([{ recordingId, sampleCount: 2880 }]);
  });

  test("a retry and a wake of an old tab are heard", async () => {
    const { environment, journal, newTab, oldTab } = createBrowser();
    await (await journal(2)).journal.finish(2 * 960);
    const leader = await newTab();
    const old = oldTab();
    await environment.puts[0]?.fail("INPUT_INVALID");
    expect(leader.statuses()).toEqual(["stuck"]);
    old.say({ kind: "retry", segment: undefined });
    await settle();
    expect(environment.puts).toHaveLength(2);
    await environment.puts[1]?.fail("CONNECTION_LOST");
    old.say({ kind: "wake", cause: "network" });
    await settle();
    expect(environment.puts).toHaveLength(3);
  });
});

describe("while an old tab leads", () => {
  test("what it has not written yet is shown within seconds of when it is", async () => {
    const { environment, newTab, oldTab, records } = createBrowser();
    const old = oldTab();
    await old.lockUploader();
    await records.putRecording(recordingRecord(0));
    await records.putSegments([segmentRecord(0, 0)]);
    const tab = await newTab();
    expect(tab.statuses()).toEqual(["journaled"]);
    old.say({ kind: "changed", views: oldView(0, { kind: "verified" }) });
    await settle();
    expect(tab.statuses()).toEqual(["journaled"]);
    await records.putSegments([segmentRecord(0, 0, { life: { kind: "verified" } })]);
    await environment.advance(5000);
    expect(tab.statuses()).toEqual(["verified"]);
    expect(environment.puts).toEqual([]);
  });

  test("that a recording is sealed is shown at once, and stays", async () => {
    const { environment, newTab, oldTab, records } = createBrowser();
    const old = oldTab();
    await old.lockUploader();
    await records.putRecording(recordingRecord(0, { state: "ended" }));
    await records.putSegments([segmentRecord(0, 0)]);
    const tab = await newTab();
    old.say({ kind: "changed", views: oldSealed });
    await settle();
    expect(tab.state()).toBe("sealed");
    expect(tab.statuses()).toEqual(["verified"]);
    await environment.advance(5000);
    expect(tab.state()).toBe("sealed");
    expect(tab.uploads.safety(true)).toBe("in-bucket");
  });

  test("a recording that it rescued is told, with all of its sound", async () => {
    const { newTab, oldTab, records } = createBrowser();
    const old = oldTab();
    await old.lockUploader();
    const tab = await newTab();
    await records.putSegments([segmentRecord(0, 0), segmentRecord(0, 1)]);
    await records.putRecording(recordingRecord(0, { state: "ended" }));
    old.say({ kind: "rescued", recording: { recordingId, sampleCount: 192_000 } });
    await settle();
    expect(tab.uploads.saved()).toEqual([{ recordingId, sampleCount: 192_000, kind: "cut-off" }]);
  });

  test("it hears of what a tab of today records, in its own words", async () => {
    const { journal, newTab, oldTab } = createBrowser();
    const old = oldTab();
    await old.lockUploader();
    const tab = await newTab();
    const endRecording = await tab.uploads.beginRecording(recordingId);
    const { journal: recording, segments } = await journal(2);
    tab.uploads.takeRecording(recording.record());
    const [segment] = segments;
    if (segment) tab.uploads.takeSegment(recording.record(), segment, undefined);
    await settle();
    const [opened, began, placed, stored] = old.heard();
    expect(opened).toEqual({ kind: "opened" });
    expect(began).toMatchObject({ kind: "began", recordingId });
    expect(placed).toMatchObject({ kind: "journaled", recording: { recordingId }, segments: [] });
    expect(stored).toMatchObject({ kind: "journaled", recording: recording.record(), segments });
    // The lock tells the old leader when the recorder has gone.
    let isFree = false;
    void old.lockRecording(recordingId).then(() => {
      isFree = true;
    });
    await settle();
    expect(isFree).toBe(false);
    endRecording();
    await settle();
    expect(isFree).toBe(true);
  });

  test("it hears a retry and a wake of a tab of today", async () => {
    const { newTab, oldTab } = createBrowser();
    const old = oldTab();
    await old.lockUploader();
    const tab = await newTab();
    const segment = { recordingId, sequence: 0 };
    tab.uploads.retry(segment);
    tab.uploads.wake("signed-in");
    await settle();
    expect(old.heard().slice(1)).toEqual([
      { kind: "retry", segment },
      { kind: "wake", cause: "signed-in" },
    ]);
  });

  test("a tab of today goes on where it was, once the old one has died", async () => {
    const { environment, newTab, oldTab, journal, storePuts } = createBrowser();
    const old = oldTab();
    await old.lockUploader();
    const tab = await newTab();
    const { journal: recording, segments } = await journal();
    await recording.finish(4 * 960);
    const [segment] = segments;
    if (segment) {
      const uploaded = { ...segment, life: { kind: "uploaded" } } as const;
      await environment.storage.records.putSegments([uploaded]);
    }
    old.die();
    await settle();
    // What the old one has sent is not sent again.
    expect(environment.puts.map(({ grant }) => grant.key)).toEqual([`${recordingId}_000001.webm`]);
    await storePuts();
    expect(tab.state()).toBe("sealed");
  });
});

test("what a tab of today says in old words, tabs of today leave alone", () => {
  const [recording, segments] = [recordingRecord(0), [segmentRecord(0, 0)]];
  const said: readonly OldTabMessage[] = [
    { kind: "began", recordingId },
    { kind: "journaled", recording, segments },
    { kind: "changed", views: oldSealed as Extract<OldTabMessage, { kind: "changed" }>["views"] },
  ];
  expect(said.flatMap(newsOfOldTab)).toHaveLength(3);
  expect(said.map((each) => ({ ...each, isEcho: true }) as const).flatMap(newsOfOldTab)).toEqual(
    [],
  );
});
