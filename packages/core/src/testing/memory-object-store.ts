// A bucket in memory, as far as core's ObjectStore port shows one.
import type { ObjectStore, StoredObject } from "../ports.ts";

export interface MemoryObjectStore extends ObjectStore {
  readonly objects: Map<string, StoredObject & { readonly text?: string }>;
  headCount(): number;
  /** Most HEADs that were under way at the same time. */
  mostHeadsAtOnce(): number;
}

export function createMemoryObjectStore(): MemoryObjectStore {
  const objects: MemoryObjectStore["objects"] = new Map();
  let headCount = 0;
  let headsNow = 0;
  let mostHeads = 0;
  return {
    objects,
    headCount: () => headCount,
    mostHeadsAtOnce: () => mostHeads,
    head: async (key) => {
      headCount += 1;
      headsNow += 1;
      mostHeads = Math.max(mostHeads, headsNow);
      await Promise.resolve();
      headsNow -= 1;
      return objects.get(key);
    },
    readText: async (key) => objects.get(key)?.text,
    putJsonIfAbsent: async (key, json) => {
      if (objects.has(key)) return "taken";
      objects.set(key, { sizeBytes: json.length, sha256: undefined, metadata: {}, text: json });
      return "stored";
    },
  };
}
