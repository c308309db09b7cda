// Browsers without parts of what this takes from them. Node has a navigator and none of the storage, so
// it is such a browser by itself.
import { afterEach, expect, test, vi } from "vitest";
import { browserEnvironment } from "./browser-environment.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const refuse = () => {
  throw new DOMException("sandboxed", "SecurityError");
};

test.each<[string, object | undefined]>([
  ["has no storage manager", undefined],
  ["has a storage manager without methods", {}],
])("estimates nothing and promises nothing in a browser that %s", async (_what, storage) => {
  vi.stubGlobal("navigator", { storage });
  expect(await browserEnvironment.persistStorage()).toBe(false);
  expect(await browserEnvironment.estimateStorage()).toBeUndefined();
});

test("rejects, and does not throw, in a browser whose storage manager throws", async () => {
  vi.stubGlobal("navigator", { storage: { persist: refuse, estimate: refuse } });
  await expect(browserEnvironment.persistStorage()).rejects.toThrow("sandboxed");
  await expect(browserEnvironment.estimateStorage()).rejects.toThrow("sandboxed");
});

test("gives what the storage manager answers", async () => {
  const storage = {
    persist: async () => true,
    estimate: async () => ({ usage: 3, quota: 8 }),
  };
  vi.stubGlobal("navigator", { storage });
  expect(await browserEnvironment.persistStorage()).toBe(true);
  expect(await browserEnvironment.estimateStorage()).toEqual({ usageBytes: 3, quotaBytes: 8 });
});

test.each<[string, object | undefined]>([
  ["has no lock manager", undefined],
  ["has a lock manager that throws", { request: refuse }],
])("rejects a lock, and does not throw, in a browser that %s", async (_what, locks) => {
  vi.stubGlobal("navigator", { locks });
  await expect(browserEnvironment.lock("a", new AbortController().signal)).rejects.toThrow(
    /request|sandboxed/,
  );
});

test("says nothing on a channel that is closed", () => {
  const channel = browserEnvironment.openChannel("a", () => {});
  channel.close();
  expect(() => channel.post({ kind: "opened" })).not.toThrow();
});

test.each<[string, object | undefined]>([
  ["has no IndexedDB", undefined],
  ["has an IndexedDB that throws", { open: refuse }],
])("says that storage failed in a browser that %s", async (_what, indexedDB) => {
  vi.stubGlobal("indexedDB", indexedDB);
  await expect(browserEnvironment.openStorage(() => {})).rejects.toMatchObject({
    code: "STORAGE_FAILED",
  });
});
