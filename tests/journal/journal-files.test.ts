// Journal storage on a real Chromium's disk, seen from a worker and from a window.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import {
  FILE_PROMISES,
  RECORD_PROMISES,
} from "../../packages/recorder/src/testing/journal-promises.ts";
import { startLab, type Lab } from "./lab.ts";
import type { DurableKind } from "./steps.ts";
import type { StorageFault } from "./storage-faults.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab[Symbol.asyncDispose]());

interface Kind {
  readonly kind: DurableKind;
  readonly fullAtBytes: number;
  /** Appends that the file accepted after the disk was full. */
  readonly takenTooMany: number;
}

describe.each<Kind>([
  // Chromium gives room to an OPFS file by the mebibyte: with less than one, it takes no byte.
  { kind: "opfs", fullAtBytes: 5_000_000, takenTooMany: 0 },
  // A full disk is learned of late, and later on a slow disk, as appends do not wait for it.
  { kind: "indexeddb", fullAtBytes: 1_000_000, takenTooMany: 50 },
])("journal files in $kind", ({ kind, fullAtBytes, takenTooMany }) => {
  let shared: Page;
  beforeAll(async () => {
    shared = await lab.newSite().openTab();
  });

  test.each(Object.entries(FILE_PROMISES))("%s", async (name, { sees }) => {
    const seen = await shared.evaluate(
      (asked) => globalThis.lab.inWorker.keepFilePromise(asked.kind, asked.name),
      { kind, name: name as keyof typeof FILE_PROMISES },
    );
    expect(seen).toEqual(sees);
  });

  test("give a window whole packets only while a worker writes the file", async () => {
    const page = await lab.newSite().openTab();
    const reads = await page.evaluate(async (asked) => {
      void globalThis.lab.inWorker.appendForEver(asked, "a");
      await globalThis.lab.hasAppended(20);
      const seen: ({ count: number; isInOrder: boolean } | undefined)[] = [];
      while (seen.length < 200) seen.push(await globalThis.lab.inWindow.readNumbered(asked, "a"));
      return seen;
    }, kind);
    const counts = reads.map((read) => read?.count ?? 0);
    expect(reads.every((read) => read?.isInOrder)).toBe(true);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.at(-1)).toBeGreaterThan(counts[0] ?? Infinity);
  });

  test("keep what a worker appended before it ended in the middle of a file", async () => {
    const page = await lab.newSite().openTab();
    const read = await page.evaluate(async (asked) => {
      await globalThis.lab.inWorker.appendPackets(asked, "a", 23);
      globalThis.lab.killWorker();
      return globalThis.lab.inWindow.readNumbered(asked, "a");
    }, kind);
    expect(read).toEqual({ count: 23, isInOrder: true });
  });

  test("report a full disk, and keep everything up to that moment", async () => {
    const { origin, openTab } = lab.newSite();
    const page = await openTab();
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: fullAtBytes });
    const { filled, left } = await page.evaluate(async (asked) => {
      const result = await globalThis.lab.inWorker.fillUp(asked, "a");
      return { filled: result, left: await globalThis.lab.inWindow.readPieces(asked, "a") };
    }, kind);
    expect(filled.failures[0]).toBe("STORAGE_FULL");
    expect(left.isInOrder).toBe(true);
    expect(left.count).toBeGreaterThan(0);
    expect(filled.takenCount - left.count).toBeLessThanOrEqual(takenTooMany);
  });
});

test.each<{ fault: StorageFault; kind: DurableKind; code: string; keptCount: number }>([
  {
    fault: "OPFS that takes half of its tenth append",
    kind: "opfs",
    code: "STORAGE_FULL",
    keptCount: 8,
  },
  {
    fault: "OPFS that refuses its tenth append by its number",
    kind: "opfs",
    code: "STORAGE_FULL",
    keptCount: 8,
  },
  {
    fault: "IndexedDB that fails one append, the sixth",
    kind: "indexeddb",
    code: "STORAGE_FAILED",
    keptCount: 4,
  },
])("reports $fault, and keeps nothing behind the hole", async ({ fault, kind, ...expected }) => {
  const page = await lab.newSite().openTab();
  const { failures, read } = await page.evaluate(
    async (asked) => {
      await globalThis.lab.inWorker.breakStorage(asked.fault);
      const seen = await globalThis.lab.inWorker.appendAtOnce(asked.kind, "a", 23);
      return { failures: seen, read: await globalThis.lab.inWindow.readNumbered(asked.kind, "a") };
    },
    { fault, kind },
  );
  expect(failures).toEqual([expected.code]);
  expect(read).toEqual({ count: expected.keptCount, isInOrder: true });
});

test.each(Object.entries(RECORD_PROMISES))("records in a browser: %s", async (name, { sees }) => {
  const page = await lab.newSite().openTab();
  const seen = await page.evaluate(
    (asked) => globalThis.lab.inWorker.keepRecordPromise(asked),
    name as keyof typeof RECORD_PROMISES,
  );
  expect(seen).toEqual(sees);
});
