import { beforeEach, expect, test } from "vitest";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { AppError } from "@tapedeck/core/errors";
import { createKeptChanges, type KeptChanges } from "../kept-changes.ts";
import { createChangeMaker, type ChangePorts } from "./make-changes.ts";

let stored: Map<string, string>;
let kept: KeptChanges;
let nowMs: number;
let fails: ErrorCode | undefined;
let calls: string[];

beforeEach(() => {
  stored = new Map();
  kept = createKeptChanges("ada", {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
  });
  nowMs = 0;
  fails = undefined;
  calls = [];
});

async function call(what: string): Promise<void> {
  calls.push(what);
  await Promise.resolve();
  if (fails) throw new AppError(fails, "No.");
}

function maker(over: Partial<ChangePorts> = {}) {
  const heard: string[] = [];
  const { flush } = createChangeMaker({
    kept,
    nowMs: () => nowMs,
    rename: (id, title) => call(`rename ${id} ${title}`),
    remove: (id) => call(`remove ${id}`),
    isSealed: () => true,
    isCountedHere: () => false,
    onRenamed: (id, title) => heard.push(`renamed ${id} ${title}`),
    onRemoved: (id) => heard.push(`removed ${id}`),
    onRefused: (id, code) => heard.push(`refused ${id} ${code}`),
    ...over,
  });
  return { flush, heard };
}

test("a delete waits until it is due, and an earlier visit's is made at the next opening", async () => {
  kept.setDelete("a", 10_000);
  const here = maker({ isCountedHere: () => true });
  nowMs = 9_999;
  await here.flush();
  expect(calls).toEqual([]);
  nowMs = 10_000;
  await maker().flush();
  expect(calls, "another tab counts it down").toEqual([]);
  nowMs = 15_000;
  const next = maker();
  await next.flush();
  expect(calls).toEqual(["remove a"]);
  expect(next.heard).toEqual(["removed a"]);
  expect(stored.size).toBe(0);
});

test("an undone delete is never made", async () => {
  kept.setDelete("a", 10_000);
  kept.setDelete("a", undefined);
  nowMs = 60_000;
  await maker().flush();
  expect(calls).toEqual([]);
});

test.each<ErrorCode>(["OFFLINE", "CONNECTION_LOST", "SERVICE_UNAVAILABLE", "NOT_SIGNED_IN"])(
  "changes wait while the server answers %s, and are made later",
  async (code) => {
    kept.setDelete("a", 0);
    kept.setTitle("b", "Standup");
    nowMs = 60_000;
    fails = code;
    const { flush, heard } = maker();
    await flush();
    expect(heard).toEqual([]);
    fails = undefined;
    await flush();
    expect(heard.toSorted()).toEqual(["removed a", "renamed b Standup"]);
    expect(stored.size).toBe(0);
  },
);

test("a title waits until its recording is sealed", async () => {
  kept.setTitle("a", "Standup");
  let isSealed = false;
  const { flush, heard } = maker({ isSealed: () => isSealed });
  await flush();
  expect(calls).toEqual([]);
  isSealed = true;
  await flush();
  expect(heard).toEqual(["renamed a Standup"]);
});

test.each<ErrorCode>(["RECORDING_DELETED", "RECORDING_NOT_FOUND", "RECORDING_CHANGING"])(
  "a title is dropped, with its reason, when the server answers %s",
  async (code) => {
    kept.setTitle("a", "Standup");
    fails = code;
    const { flush, heard } = maker();
    await flush();
    expect(heard).toEqual([`refused a ${code}`]);
    expect(stored.size).toBe(0);
  },
);

test("the last of two titles wins, and no call is made twice at once", async () => {
  kept.setTitle("a", "first");
  const { flush, heard } = maker();
  const flushing = flush();
  kept.setTitle("a", "second");
  await Promise.all([flushing, flush()]);
  expect(calls).toEqual(["rename a first", "rename a second"]);
  expect(heard.at(-1)).toBe("renamed a second");
  expect(stored.size).toBe(0);
});

test("a recording that is to be deleted is not renamed before", async () => {
  kept.setTitle("a", "x");
  kept.setDelete("a", 10_000);
  await maker().flush();
  expect(calls).toEqual([]);
});
