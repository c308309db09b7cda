// The storage that a recording gets in browsers whose interfaces break their promises.
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLab, type Lab } from "./lab.ts";
import type { StorageFault } from "./storage-faults.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab[Symbol.asyncDispose]());

test("chooses OPFS in a full browser, and its trial leaves nothing behind", async () => {
  const page = await lab.newSite().openTab();
  const chosen = await page.evaluate(() => globalThis.lab.inWorker.chooseStorage());
  expect(chosen).toEqual({ kind: "opfs", left: [] });
});

test.each<[StorageFault, string]>([
  ["no OPFS", "indexeddb"],
  ["OPFS that refuses to open", "indexeddb"],
  ["OPFS without synchronous writing", "indexeddb"],
  ["OPFS that takes no byte", "indexeddb"],
  ["OPFS that gives nothing back", "indexeddb"],
  ["no IndexedDB", "memory"],
])("a browser with %s gets %s, and the trial leaves nothing behind", async (fault, kind) => {
  const page = await lab.newSite().openTab();
  const seen = await page.evaluate(async (asked) => {
    await globalThis.lab.inWorker.breakStorage(asked);
    const chosen = await globalThis.lab.inWorker.chooseStorage();
    return { chosen, leftInFolder: await globalThis.lab.inWindow.listFiles("opfs") };
  }, fault);
  expect(seen.chosen).toEqual({ kind, left: [] });
  expect(seen.leftInFolder).toEqual([]);
});

test.each(["opfs", "indexeddb"] as const)(
  "a window reads what a worker wrote in %s, by the kind that the record names",
  async (kind) => {
    const page = await lab.newSite().openTab();
    const seen = await page.evaluate(async (asked) => {
      await globalThis.lab.inWorker.appendPackets(asked, "a", 4);
      return globalThis.lab.inWindow.readThroughReader(asked, "a");
    }, kind);
    expect(seen).toEqual({ count: 4, isInOrder: true });
  },
);

test("a window without OPFS reports that it cannot read files that a record names there", async () => {
  const page = await lab.newSite().openTab();
  const reading = page.evaluate(async () => {
    await globalThis.lab.inWindow.breakStorage("no OPFS");
    return globalThis.lab.inWindow.readThroughReader("opfs", "a");
  });
  await expect(reading).rejects.toThrow("does not give back its opfs files");
});
