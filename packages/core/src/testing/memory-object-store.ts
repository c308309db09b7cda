// A bucket in memory, as far as core's ObjectStore port shows one.
import type { Metadata, ObjectStore, StoredObject, Tags } from "../ports.ts";

export interface MemoryObject extends StoredObject {
  /** Of a JSON object. */
  readonly text?: string;
  readonly tags?: Tags;
}

export interface MemoryObjectStore extends ObjectStore {
  readonly objects: Map<string, MemoryObject>;
  /** Keys of recordings and uploads: all but those of usage files. */
  libraryKeys(): readonly string[];
  /** The prefixes that were listed. */
  readonly listed: readonly string[];
  /** The keys of each call of `deleteAll`, in the order of the calls. */
  readonly deletions: readonly (readonly string[])[];
  headCount(): number;
  /** Most HEADs that were under way at the same time. */
  mostHeadsAtOnce(): number;
}

export function createMemoryObjectStore(): MemoryObjectStore {
  const objects: MemoryObjectStore["objects"] = new Map();
  const listed: string[] = [];
  const deletions: (readonly string[])[] = [];
  let headCount = 0;
  let headsNow = 0;
  let mostHeads = 0;
  return {
    objects,
    libraryKeys: () => [...objects.keys()].filter((key) => !key.endsWith("/usage.json")),
    listed,
    deletions,
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
    readJson: async (key) => {
      const text = objects.get(key)?.text;
      // The text is its own version.
      return text === undefined ? undefined : { text, version: text };
    },
    putJsonIfAbsent: async (key, json, metadata, tags = {}) => {
      if (objects.has(key)) return "taken";
      objects.set(key, jsonObject(json, metadata, tags));
      return "stored";
    },
    replaceJson: async (key, json, metadata, version, tags = {}) => {
      if (objects.get(key)?.text !== version) return "changed";
      objects.set(key, jsonObject(json, metadata, tags));
      return "stored";
    },
    list: async (prefix, delimiter, maxEntries = Infinity) => {
      listed.push(prefix);
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
      const isFolded = new Map<string, boolean>();
      for (const key of keys) {
        const cut = delimiter === undefined ? -1 : key.indexOf(delimiter, prefix.length);
        isFolded.set(cut < 0 ? key : key.slice(0, cut + 1), cut >= 0);
      }
      const given = [...isFolded.keys()].slice(0, maxEntries);
      return {
        objects: given
          .filter((name) => !isFolded.get(name))
          .map((key) => ({ key, sizeBytes: objects.get(key)?.sizeBytes ?? 0 })),
        commonPrefixes: given.filter((name) => isFolded.get(name)),
        isTruncated: given.length < isFolded.size,
      };
    },
    holdsAny: async (prefix) => {
      listed.push(prefix);
      return [...objects.keys()].some((key) => key.startsWith(prefix));
    },
    deleteAll: async (keys) => {
      deletions.push(keys);
      for (const key of keys) objects.delete(key);
    },
  };
}

function jsonObject(json: string, metadata: Metadata, tags: Tags): MemoryObject {
  return { sizeBytes: json.length, sha256: undefined, metadata, text: json, tags };
}
