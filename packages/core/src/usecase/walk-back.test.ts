// The number of LISTs that a page takes: a person waits for those that are made one after the other.
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatTimestamp, makeRecordingId, type RecordingId } from "../ids.ts";
import { objectKey, userPrefix } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";
import { createMemoryObjectStore } from "../testing/memory-object-store.ts";
import { identity } from "../testing/stored-recording.ts";
import { listRecordings } from "./list-recordings.ts";

/** A person who may have recorded in three places. */
const identityRules = { userTypes: ["hosts", "guests"] };
const bare = { sizeBytes: 7, sha256: undefined, metadata: {} };
const ALPHABET = 32;

/** A recording id of that time; a different one for each number. */
const idAt = (epochMs: number, number = 0): RecordingId =>
  makeRecordingId(
    epochMs * 1000,
    Uint8Array.of(
      0,
      0,
      0,
      (number / ALPHABET ** 2) % ALPHABET,
      (number / ALPHABET) % ALPHABET,
      number % ALPHABET,
    ),
  );

/** Counts LISTs, and those that had to wait for each other. */
function counted(store: ObjectStore) {
  let [lists, steps] = [0, 0];
  const list: ObjectStore["list"] = async (...args) => {
    lists += 1;
    const step = steps + 1;
    // Other requests can be sent while this one is away.
    await new Promise((resolve) => setImmediate(resolve));
    steps = Math.max(steps, step);
    return store.list(...args);
  };
  return { store: { ...store, list }, counts: () => ({ lists, steps }) };
}

/** A library of sealed recordings, each with a segment, a manifest and a whole file. */
function libraryOf(ids: readonly RecordingId[], place = identity) {
  const store = createMemoryObjectStore();
  for (const recordingId of ids) {
    for (const object of [
      { kind: "segment", recordingId, sequence: 0 },
      { kind: "manifest", recordingId },
      { kind: "file", recordingId },
    ] as const) {
      store.objects.set(objectKey(place, object), bare);
    }
  }
  const page = async (limit: number, cursor?: string) => {
    const { store: counting, counts } = counted(store);
    const input = cursor === undefined ? { limit } : { limit, cursor };
    const answer = await listRecordings(input, identity, { store: counting, identityRules });
    return { ids: answer.recordings.map(({ id }) => id), ...counts() };
  };
  return { store, page };
}

const DAY_MS = 24 * 60 * 60 * 1000;
const until = (end: string, days: number, count: number) => {
  const endMs = Date.parse(end);
  return Array.from({ length: count }, (_, index) =>
    idAt(Math.floor(endMs - (days * DAY_MS * (count - index)) / count)),
  );
};

/** The LISTs that a page of 50 from that cursor on takes; checks that the page is the right one. */
async function take(library: ReturnType<typeof libraryOf>, ids: readonly string[], end: number) {
  const cursor = end === ids.length ? undefined : ids[end];
  const taken = await library.page(50, cursor);
  expect(taken.ids).toEqual(ids.slice(Math.max(0, end - 50), end).toReversed());
  return taken;
}

test.each([
  ["in the middle of a month", "2026-11-23T10:00:00Z"],
  ["on the first of a month", "2026-11-01T00:10:00Z"],
  ["on New Year's Day", "2026-01-01T00:10:00Z"],
])(
  "a page of 50 out of 10,000 of three years takes at most 4 LISTs in a row, %s",
  async (_when, end) => {
    const ids = until(end, 3 * 365, 10_000);
    const library = libraryOf(ids);
    const pages = [];
    for (const from of [10_000, 3_333, 120, 1]) {
      const { steps, lists } = await take(library, ids, from);
      pages.push({ from, steps, lists });
    }
    expect(pages.filter(({ steps, lists }) => steps > 4 || lists > 12)).toEqual([]);
  },
  120_000,
);

test("a month of 2,000 recordings is narrowed to days, still in 4 LISTs in a row", async () => {
  const ids = until("2026-11-28T10:00:00Z", 27, 2000);
  const library = libraryOf([...until("2026-10-01T00:00:00Z", 3 * 365, 3000), ...ids]);
  const { steps, ids: page } = await library.page(50);
  expect(page).toEqual(ids.slice(-50).toReversed());
  expect(steps).toBeLessThanOrEqual(4);
}, 120_000);

const monthly = (years: number) =>
  Array.from({ length: 12 * years }, (_, month) =>
    idAt(Date.UTC(1986 + Math.floor(month / 12), month % 12, 9)),
  );
const yearly = Array.from({ length: 150 }, (_, year) => idAt(Date.UTC(1975 + year, 5, 1)));
const afterTenYears = [
  ...until("2014-05-01T00:00:00Z", 365, 400),
  ...until("2026-11-01T00:00:00Z", 60, 10),
];

test.each<[string, readonly RecordingId[], number]>([
  ["nothing", [], 1],
  ["a few", until("2026-11-23T10:00:00Z", 400, 90), 1],
  ["one a month for forty years", monthly(40), 5],
  ["one a year for 150 years", yearly, 5],
  ["nothing for ten years, then ten", afterTenYears, 5],
])("a sparse library takes few LISTs in a row: %s", async (_what, ids, most) => {
  const library = libraryOf(ids);
  const { steps } = await take(library, ids, ids.length);
  expect(steps).toBeLessThanOrEqual(most);
});

test("the places of a person are listed side by side, and an empty one costs one LIST", async () => {
  const ids = until("2026-11-23T10:00:00Z", 400, 90);
  expect(await libraryOf(ids).page(50)).toMatchObject({ steps: 1, lists: 4 });
  const former = { ...identity, userType: "guests" };
  const large = until("2026-11-23T10:00:00Z", 3 * 365, 10_000);
  const { steps, ids: page } = await libraryOf(large, former).page(50);
  expect(page).toEqual(large.slice(-50).toReversed());
  expect(steps).toBeLessThanOrEqual(4);
}, 120_000);

test("objects of other programs hide no recording, and are not walked into", async () => {
  const ids = until("2026-11-23T10:00:00Z", 3 * 365, 2000);
  const { store, page } = libraryOf(ids);
  const root = userPrefix(identity);
  for (const name of ["zz-notes.txt", "9999-x", "2026-11-zz", "usage.json", "a_b"]) {
    store.objects.set(root + name, bare);
  }
  const before = store.listed.length;
  expect((await page(50)).ids).toEqual(ids.slice(-50).toReversed());
  expect(store.listed.slice(before)).not.toContain(`${root}zz-`);
});

test("the pages of any library hold each entry once, newest first", async () => {
  const years = fc.integer({ min: 1990, max: 2026 });
  const moments = fc.array(
    fc.tuple(
      years.chain((year) => fc.integer({ min: Date.UTC(year), max: Date.UTC(year + 1) - 1 })),
      fc.integer({ min: 1, max: 60 }),
    ),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(moments, fc.integer({ min: 5, max: 100 }), async (bursts, limit) => {
      const recordings = bursts.flatMap(([startMs, count]) =>
        Array.from({ length: count }, (_, number) => idAt(startMs + number * 61_000, number)),
      );
      const { store } = libraryOf(recordings);
      const uploads = bursts.slice(0, 5).map(([startMs]) => formatTimestamp(startMs * 1000 + 7));
      for (const timestamp of uploads) {
        store.objects.set(objectKey(identity, { kind: "upload", timestamp }), bare);
      }
      const all = new Set<string>([...recordings, ...uploads]);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const input = cursor === undefined ? { limit } : { limit, cursor };
        const page = await listRecordings(input, identity, { store, identityRules });
        expect(page.nextCursor === undefined || page.recordings.length === limit).toBe(true);
        seen.push(...page.recordings.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen).toEqual([...all].toSorted().toReversed());
    }),
    { numRuns: 20 },
  );
}, 120_000);
