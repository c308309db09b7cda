import { expect, test } from "vitest";
import { createDraining, LIMIT_MS, never, SEGMENTS } from "../testing/draining.ts";
import { idOf } from "../testing/recording-ids.ts";
import { settle } from "../testing/settle.ts";
import { createUnreadableStorage } from "../testing/unreadable-storage.ts";
import { drainUploads } from "./drain.ts";
import { recordingLock, uploaderLock } from "./shared-names.ts";

test("brings all that one person left to the bucket, and leaves no timer and no lock behind", async () => {
  const browser = createDraining();
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

test("asks for nothing when there is nothing", async () => {
  const browser = createDraining();
  expect(await browser.drain()).toEqual({ outcome: "nothing-left" });
  expect(browser.environment.timerCount()).toBe(0);
});

test("finishes a recording whose tab has died", async () => {
  const browser = createDraining();
  await browser.record({ isEnded: false });
  const drained = await browser.drain();
  await browser.storeAll();
  expect(drained.outcome).toBe("nothing-left");
  expect(browser.api.seals).toHaveLength(1);
});

test("leaves a recording alone that is being made", async () => {
  const browser = createDraining();
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
  const browser = createDraining();
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
  const browser = createDraining();
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
  const browser = createDraining();
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
  const browser = createDraining();
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
  const browser = createDraining();
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
  const browser = createDraining();
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
  const { environment, api } = createDraining();
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
