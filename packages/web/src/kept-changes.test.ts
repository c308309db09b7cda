import { expect, test } from "vitest";
import { createKeptChanges } from "./kept-changes.ts";

function memory(entries: Record<string, string> = {}) {
  const stored = new Map(Object.entries(entries));
  return {
    stored,
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
}

test("keeps titles and deletes for the next visit, for each person alone", () => {
  const storage = memory();
  const ada = createKeptChanges("ada", storage);
  ada.setTitle("one", "Kitchen ideas");
  ada.setDelete("two", 1000);
  const later = createKeptChanges("ada", storage).read();
  expect([...later.titles]).toEqual([["one", "Kitchen ideas"]]);
  expect([...later.deletes]).toEqual([["two", 1000]]);
  expect(createKeptChanges("ben", storage).read().titles.size).toBe(0);
});

test("two tabs lose none of each other's changes", () => {
  const storage = memory();
  const [a, b] = [createKeptChanges("ada", storage), createKeptChanges("ada", storage)];
  a.setDelete("one", 1);
  b.setDelete("two", 2);
  a.setTitle("three", "x");
  expect(b.read().deletes.size).toBe(2);
});

test("leaves nothing on the device once all changes are made", () => {
  const storage = memory();
  const kept = createKeptChanges("ada", storage);
  kept.setTitle("one", "x");
  kept.setDelete("two", 1);
  kept.setTitle("one", undefined);
  kept.setDelete("two", undefined);
  expect(storage.stored.size).toBe(0);
});

test.each(["", "[", "7", '{"titles":7,"deletes":{"a":"b"}}'])(
  "reads a damaged store as no changes: %s",
  (text) => {
    const { titles, deletes } = createKeptChanges(
      "ada",
      memory({ "tapedeck.changes.ada": text }),
    ).read();
    expect(titles.size + deletes.size).toBe(0);
  },
);

test("works as long as the page where the browser refuses storage", () => {
  const refuse = () => {
    throw new Error("SecurityError");
  };
  const kept = createKeptChanges("ada", { getItem: refuse, setItem: refuse, removeItem: refuse });
  kept.setTitle("one", "x");
  expect(kept.read().titles.get("one")).toBe("x");
});
