import { beforeEach, describe, expect, test } from "vitest";
import type { RecordingPage, RecordingSummary } from "@tapedeck/core/contract";
import { formatTimestamp } from "@tapedeck/core/ids";
import { UNKNOWN_LIBRARY, walkLibrary, type KnownLibrary } from "./walk-library.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const PAGE = 10;

const entryOf = (n: number): RecordingSummary => ({
  id: `${formatTimestamp((1_700_000_000 + n) * 1_000_000)}-000000`,
  startedAt: "2026-11-25T20:00:00.000Z",
  state: "sealed",
  durationMs: 1000,
});

/** The bucket's list, newest first. */
let bucket: RecordingSummary[];
let nowMs: number;
let fetched: (string | undefined)[];
let failAt: number;

beforeEach(() => {
  bucket = Array.from({ length: 95 }, (_, n) => entryOf(n)).reverse();
  nowMs = 5 * DAY_MS;
  fetched = [];
  failAt = Infinity;
});

async function fetchPage(cursor: string | undefined): Promise<RecordingPage> {
  if (fetched.length === failAt) throw new Error("the network went");
  fetched.push(cursor);
  const from = cursor === undefined ? 0 : bucket.findIndex(({ id }) => id < cursor);
  const recordings = from < 0 ? [] : bucket.slice(from, from + PAGE);
  const last = recordings.at(-1);
  const isLast = last === undefined || last === bucket.at(-1);
  return { recordings, ...(isLast ? {} : { nextCursor: last.id }) };
}

/** Walks as far as it comes. */
async function walk(before: KnownLibrary): Promise<KnownLibrary> {
  let known = before;
  fetched = [];
  try {
    for await (known of walkLibrary(before, { fetchPage, nowMs: () => nowMs }));
  } catch {
    // What came before is known.
  }
  return known;
}

const idsOf = ({ entries }: KnownLibrary) => entries.map(({ id }) => id);
const bucketIds = () => bucket.map(({ id }) => id);

describe("the walk through the bucket's list", () => {
  test("reads every page the first time, and says that it knows all of it", async () => {
    const known = await walk(UNKNOWN_LIBRARY);
    expect(idsOf(known)).toEqual(bucketIds());
    expect(known).toMatchObject({ unreadBelow: undefined, readAllAtMs: nowMs });
    expect(fetched).toHaveLength(10);
  });

  test("ends at the first page without news once it knows all", async () => {
    const known = await walk(UNKNOWN_LIBRARY);
    expect(await walk(known)).toEqual(known);
    expect(fetched).toHaveLength(1);
  });

  test("finds new recordings, new titles and deletions on the newest pages", async () => {
    const known = await walk(UNKNOWN_LIBRARY);
    bucket = [entryOf(200), entryOf(199), ...bucket];
    bucket.splice(5, 1);
    bucket[3] = { ...entryOf(93), title: "Standup" };
    const found = await walk(known);
    expect(found.entries).toEqual(bucket);
    expect(fetched.length).toBeLessThan(4);
  });

  test("goes on where it was interrupted, and reads little twice", async () => {
    failAt = 4;
    const part = await walk(UNKNOWN_LIBRARY);
    expect(idsOf(part)).toEqual(bucketIds().slice(0, 40));
    expect(part.readAllAtMs).toBe(0);
    bucket = [entryOf(200), ...bucket];
    failAt = Infinity;
    const known = await walk(part);
    expect(idsOf(known)).toEqual(bucketIds());
    expect(known.unreadBelow).toBeUndefined();
    expect(fetched.length).toBeLessThanOrEqual(8);
  });

  test("reads every page again after a day, and drops what was deleted far down", async () => {
    const known = await walk(UNKNOWN_LIBRARY);
    bucket.splice(80, 3);
    expect(idsOf(await walk(known))).not.toEqual(bucketIds());
    nowMs += DAY_MS;
    const later = await walk(known);
    expect(idsOf(later)).toEqual(bucketIds());
    expect(later.readAllAtMs).toBe(nowMs);
  });

  test("an emptied bucket empties the list", async () => {
    const known = await walk(UNKNOWN_LIBRARY);
    bucket = [];
    expect(idsOf(await walk(known))).toEqual([]);
  });
});
