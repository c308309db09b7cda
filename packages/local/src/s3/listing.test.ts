import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareKeys } from "./key-order.ts";
import { listPage, type PageRequest } from "./listing.ts";

const all: PageRequest = {
  prefix: "",
  delimiter: "",
  startAfter: "",
  afterPrefix: "",
  maxEntries: 1000,
};

/** All pages, each asked for by the continuation of the one before. */
function listAll(keys: readonly string[], request: PageRequest) {
  const found: { keys: string[]; commonPrefixes: string[]; pages: number } = {
    keys: [],
    commonPrefixes: [],
    pages: 0,
  };
  for (let next: Partial<PageRequest> | undefined = {}; next !== undefined;) {
    const page = listPage(keys, { ...request, ...next });
    found.keys.push(...page.keys);
    found.commonPrefixes.push(...page.commonPrefixes);
    found.pages += 1;
    next = page.next;
  }
  return found;
}

test("pages of any size together hold every key or its common prefix exactly once, in order", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "_", "é", "💥"), maxLength: 6 });
  const keySet = fc.uniqueArray(text.filter((key) => key !== ""));
  const short = fc.string({ unit: fc.constantFrom("a", "_"), maxLength: 2 });
  fc.assert(
    fc.property(
      keySet,
      short,
      short,
      fc.integer({ min: 1, max: 4 }),
      (set, prefix, delimiter, maxEntries) => {
        const keys = set.toSorted(compareKeys);
        const expected = { keys: [] as string[], commonPrefixes: new Set<string>() };
        for (const key of keys.filter((candidate) => candidate.startsWith(prefix))) {
          const rest = key.slice(prefix.length);
          const cut = delimiter === "" ? -1 : rest.indexOf(delimiter);
          if (cut === -1) expected.keys.push(key);
          else expected.commonPrefixes.add(prefix + rest.slice(0, cut) + delimiter);
        }
        const found = listAll(keys, { ...all, prefix, delimiter, maxEntries });
        expect(found.keys).toEqual(expected.keys);
        expect(found.commonPrefixes).toEqual([...expected.commonPrefixes]);
      },
    ),
  );
});

describe("a listing with one common prefix for each recording", () => {
  const keys = ["r1_000000.webm", "r1_000001.webm", "r2_000000.webm", "r2.json"].toSorted(
    compareKeys,
  );

  test("names the recordings without reading an object", () => {
    expect(listPage(keys, { ...all, delimiter: "_" })).toEqual({
      keys: ["r2.json"],
      commonPrefixes: ["r1_", "r2_"],
    });
  });

  test("costs as many pages as there are entries, not keys", () => {
    expect(listAll(keys, { ...all, delimiter: "_", maxEntries: 1 }).pages).toBe(3);
  });
});

describe("a listing that starts after a key", () => {
  const keys = ["a_1", "a_2", "b"];

  test("leaves that key out, present or not", () => {
    expect(listPage(keys, { ...all, startAfter: "a_1" }).keys).toEqual(["a_2", "b"]);
    expect(listPage(keys, { ...all, startAfter: "a_11" }).keys).toEqual(["a_2", "b"]);
  });

  test("keeps the common prefix of the keys that are left", () => {
    const page = listPage(keys, { ...all, startAfter: "a_1", delimiter: "_" });
    expect(page).toEqual({ keys: ["b"], commonPrefixes: ["a_"] });
  });
});

test("a page that is exactly full is the last when nothing follows", () => {
  expect(listPage(["a", "b"], { ...all, maxEntries: 2 }).next).toBeUndefined();
  expect(listPage(["a", "b", "c"], { ...all, maxEntries: 2 }).next).toBeDefined();
  expect(listPage(["a"], { ...all, maxEntries: 0 })).toEqual({ keys: [], commonPrefixes: [] });
});
