import { expect, test } from "vitest";
import { AppError } from "@tapedeck/core/errors";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { journalRecording } from "../testing/journaled-recording.ts";
import { createScriptedApi } from "../testing/scripted-api.ts";
import { settle } from "../testing/settle.ts";
import { createUnreadableStorage } from "../testing/unreadable-storage.ts";
import { createVirtualEnvironment } from "../testing/virtual-environment.ts";
import { createVirtualTabs } from "../testing/virtual-tabs.ts";
import { drainUploads, type DrainOutcome } from "./drain.ts";
import { recordingLock, uploaderLock } from "./shared-names.ts";
import { createUploads } from "./uploads.ts";

const LIMIT_MS = 120_000;
const SEGMENTS = 3;
const never = new AbortController().signal;

/** A device, a service worker that may drain it, and tabs that come and go. */
function createBrowser() {
  const environment = createVirtualEnvironment();
  const tabs = createVirtualTabs();
  const api = createScriptedApi({ answers: "at-once" });
  let stored = 0;

  return {
    environment,
    api,
    records: environment.storage.records,
    join: () => tabs.join(),
    /** What somebody recorded while nothing could be sent. */
    record: async (options: { index?: number; owner?: string; isEnded?: boolean } = {}) => {
      const sampleCount = SEGMENTS * 2 * PACKET_SAMPLES;
      const { journal } = await journalRecording(environment, {
        recordingId: idOf(options.index ?? 0),
        owner: options.owner ?? "ada",
        packetsPerSegment: 2,
        sampleCount,
      });
      if (options.isEnded ?? true) await journal.finish(sampleCount);
    },
    drain: async (storage = environment.storage, signal = never) => {
      const drained: { outcome: DrainOutcome | undefined } = { outcome: undefined };
      void drainUploads({
        owner: "ada",
        api,
        environment: { ...environment, ...tabs.join(), openStorage: async () => storage },
        limitMs: LIMIT_MS,
        signal,
      }).then((outcome) => {
        drained.outcome = outcome;
      });
      await settle();
      return drained;
    },
    openTab: async () => {
      const tab = tabs.join();
      const uploads = createUploads({
        owner: "ada",
        api,
        environment: { ...environment, ...tab },
        listener: {
          onChange: () => undefined,
          onServerTime: () => undefined,
          onFailure: (error) => {
            throw error;
          },
        },
      });
      await settle();
      return uploads;
    },
    storeAll: async () => {
      while (stored < environment.puts.length) await environment.puts[stored++]?.store();
      await settle();
    },
  };
}

function idOf(index: number): RecordingId {
  return makeRecordingId(1_795_392_000_000_000 + index, new Uint8Array(6));
}

test("brings all that one person left to the bucket, and leaves no timer and no lock behind", async () => {
  const browser = createBrowser();
  await browser.record({ index: 0 });
  await browser.record({ index: 1 });
  await browser.record({ index: 2, owner: "ben" });
  const drained = await browser.drain();
  expect(drained.outcome).toBeUndefined();
  await browser.storeAll();
  expect(drained.outcome).toBe("nothing-left");
  expect(browser.environment.puts).toHaveLength(2 * SEGMENTS);
  expect(browser.api.seals).toHaveLength(2);
  expect(await browser.records.recordings("ada")).toMatchObject([
    { state: "sealed" },
    { state: "sealed" },
  ]);
  expect(await browser.records.recordings("ben")).toHaveLength(1);
  const files = await browser.environment.storage.files("opfs").list();
  expect(files.every((name) => name.startsWith(idOf(2)))).toBe(true);
  expect(browser.environment.timerCount()).toBe(0);
  await browser.join().lock(uploaderLock("ada"), never);
});

test("the next page tells what was finished without it, once, and then forgets it", async () => {
  const browser = createBrowser();
  await browser.record();
  await browser.drain();
  await browser.storeAll();
  expect(await browser.drain(), "nothing is left to drain").toEqual({ outcome: "nothing-left" });
  const { view } = await browser.openTab();
  expect(view.recordings()).toMatchObject([
    { recordingId: idOf(0), state: "sealed", segmentCount: SEGMENTS, verifiedCount: SEGMENTS },
  ]);
  expect(view.safety(true)).toBe("in-bucket");
  const sampleCount = SEGMENTS * 2 * PACKET_SAMPLES;
  const word = { kind: "finished-meanwhile", recordingId: idOf(0), sampleCount };
  expect(view.saved()).toEqual([word]);
  expect(await browser.records.recordings("ada")).toEqual([]);
  const next = await browser.openTab();
  expect(next.view.saved()).toEqual([]);
  expect(browser.api.seals).toHaveLength(1);
});

test("a disk without room for that word loses the word, and nothing else", async () => {
  const browser = createBrowser();
  await browser.record();
  const { storage } = browser.environment;
  const putRecording = async () => {
    throw new AppError("STORAGE_FULL", "No room.");
  };
  const drained = await browser.drain({
    ...storage,
    records: { ...storage.records, putRecording },
  });
  await browser.storeAll();
  expect(drained.outcome).toBe("nothing-left");
  expect(await browser.records.recordings("ada")).toEqual([]);
});

test("asks for nothing when there is nothing", async () => {
  const browser = createBrowser();
  expect(await browser.drain()).toEqual({ outcome: "nothing-left" });
  expect(browser.environment.timerCount()).toBe(0);
});

test("finishes a recording whose tab has died", async () => {
  const browser = createBrowser();
  await browser.record({ isEnded: false });
  const drained = await browser.drain();
  await browser.storeAll();
  expect(drained.outcome).toBe("nothing-left");
  expect(browser.api.seals).toHaveLength(1);
});

test("leaves a recording alone that is being made", async () => {
  const browser = createBrowser();
  await browser.record({ isEnded: false });
  await browser.join().lock(recordingLock(idOf(0)), never);
  const drained = await browser.drain();
  await browser.storeAll();
  expect(drained.outcome).toBeUndefined();
  expect(browser.api.seals).toEqual([]);
  await browser.environment.advance(LIMIT_MS);
  expect(drained.outcome).toBe("left");
  expect(await browser.records.recordings("ada")).toMatchObject([{ state: "open" }]);
});

test("does nothing while a tab leads, and takes over when it is closed", async () => {
  const browser = createBrowser();
  const tab = await browser.openTab();
  await browser.record();
  const drained = await browser.drain();
  expect(browser.environment.puts).toEqual([]);
  await tab.dispose();
  await settle();
  expect(browser.environment.puts).toHaveLength(SEGMENTS);
  await browser.storeAll();
  expect(drained.outcome).toBe("nothing-left");
});

test("a tab that is opened goes on at once, also when it was still waiting for its turn", async () => {
  const browser = createBrowser();
  await browser.record();
  const leading = await browser.drain();
  const waiting = await browser.drain();
  expect(browser.environment.puts).toHaveLength(SEGMENTS);
  await browser.openTab();
  expect([leading.outcome, waiting.outcome]).toEqual(["yielded", "yielded"]);
  const [abandoned, taken] = [
    browser.environment.puts.slice(0, SEGMENTS),
    browser.environment.puts.slice(SEGMENTS),
  ];
  expect(abandoned.every(({ signal }) => signal.aborted)).toBe(true);
  expect(taken).toHaveLength(SEGMENTS);
});

test("ends when the time is over, in the middle or still waiting", async () => {
  const browser = createBrowser();
  await browser.record();
  const leading = await browser.drain();
  const waiting = await browser.drain();
  await browser.environment.advance(LIMIT_MS - 1);
  expect([leading.outcome, waiting.outcome]).toEqual([undefined, undefined]);
  await browser.environment.advance(1);
  expect([leading.outcome, waiting.outcome]).toEqual(["left", "left"]);
  expect(browser.environment.timerCount()).toBe(0);
  expect(await browser.records.segments(idOf(0))).toHaveLength(SEGMENTS);
});

test("ends where it is when the caller says so, in the middle, still waiting, or before it begins", async () => {
  const browser = createBrowser();
  await browser.record();
  const caller = new AbortController();
  const leading = await browser.drain(browser.environment.storage, caller.signal);
  const waiting = await browser.drain(browser.environment.storage, caller.signal);
  caller.abort();
  await settle();
  expect([leading.outcome, waiting.outcome]).toEqual(["yielded", "yielded"]);
  expect(browser.environment.puts.every(({ signal }) => signal.aborted)).toBe(true);
  const late = await browser.drain(browser.environment.storage, caller.signal);
  expect(late.outcome).toBe("yielded");
  expect(browser.environment.puts).toHaveLength(SEGMENTS);
  expect(browser.environment.timerCount()).toBe(0);
  expect(await browser.records.segments(idOf(0))).toHaveLength(SEGMENTS);
});

test("does not wait for what only a person can free", async () => {
  const browser = createBrowser();
  await browser.record();
  const drained = await browser.drain();
  await browser.environment.puts[0]?.fail("KEY_INVALID");
  expect(drained.outcome).toBeUndefined();
  await browser.environment.puts[1]?.store();
  await browser.environment.puts[2]?.store();
  await settle();
  expect(drained.outcome).toBe("nothing-left");
  expect(await browser.records.segments(idOf(0))).toMatchObject([
    { life: { kind: "stuck", code: "KEY_INVALID" } },
    { life: { kind: "verified" } },
    { life: { kind: "verified" } },
  ]);
});

test("what cannot be read keeps nothing else waiting, and is left for later", async () => {
  const browser = createBrowser();
  await browser.record({ index: 0, isEnded: false });
  await browser.record({ index: 1 });
  const drained = await browser.drain(
    createUnreadableStorage(browser.environment.storage, idOf(0)),
  );
  await browser.storeAll();
  expect(browser.api.seals).toHaveLength(1);
  expect(drained.outcome).toBe("left");
  expect(await browser.records.recordings("ada")).toMatchObject([
    { recordingId: idOf(0), state: "open" },
    { recordingId: idOf(1), state: "sealed" },
  ]);
  expect(browser.environment.timerCount()).toBe(0);
});

test("says so when the device gives no access to its storage", async () => {
  const { environment, api } = createBrowser();
  const refused = new Error("no access");
  const draining = drainUploads({
    owner: "ada",
    api,
    environment: { ...environment, openStorage: () => Promise.reject(refused) },
    limitMs: LIMIT_MS,
    signal: never,
  });
  await expect(draining).rejects.toBe(refused);
  expect(environment.timerCount()).toBe(0);
});
