// A person's recordings, newest first. S3 lists oldest first, so this walks back by narrowing the
// prefix: years, months, days. What is older than the page is never listed.
import type { ListRecordingsInput, RecordingPage, RecordingSummary } from "../contract.ts";
import type { Identity } from "../identity.ts";
import {
  parseTimestamp,
  recordingStartedAtMicros,
  type RecordingId,
  type Timestamp,
} from "../ids.ts";
import { inParallel } from "../in-parallel.ts";
import { manifestFacts } from "../manifest-metadata.ts";
import { isoTime } from "../manifest.ts";
import { objectKey, parseFileName, userPrefix } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";
import { isTombstoneMetadata } from "../tombstone.ts";
import { HEADS_AT_ONCE } from "./verify-segments.ts";

/** Between the fields of a timestamp; a prefix that ends in the third names a day. */
const FIELD_DELIMITER = "-";
const FIELDS_OF_A_DAY = 3;
/** Before a sequence: all segments of a recording are folded into one entry of a day. */
const SEGMENT_DELIMITER = "_";

type Entry =
  | { readonly kind: "recording"; readonly id: RecordingId; readonly isSealed: boolean }
  | { readonly kind: "upload"; readonly id: Timestamp; readonly sizeBytes: number };

/**
 * Passes over what was deleted, and a page is full all the same.
 *
 * Costs a LIST for the years, each year, each month and each day it looks at, and a HEAD for each
 * `{recordingId}.json`, one more than the page shows.
 */
export async function listRecordings(
  input: ListRecordingsInput,
  identity: Identity,
  ports: { readonly store: ObjectStore },
): Promise<RecordingPage> {
  const { store } = ports;
  const prefix = userPrefix(identity);
  const isBefore = (name: string) => input.cursor === undefined || name < input.cursor;
  // One more than asked for tells that there is another page.
  const wanted = input.limit + 1;
  const found: RecordingSummary[] = [];
  for await (const day of daysBack(store, prefix, prefix, input.cursor)) {
    const entries = (await entriesOf(store, prefix, day)).filter(({ id }) => isBefore(id));
    while (entries.length > 0 && found.length < wanted) {
      const next = entries.splice(0, wanted - found.length);
      const summaries = await inParallel(next, HEADS_AT_ONCE, (entry) =>
        summaryOf(store, identity, entry),
      );
      found.push(...summaries.filter((summary) => summary !== undefined));
    }
    if (found.length === wanted) break;
  }
  const page = found.slice(0, input.limit);
  const last = page.at(-1);
  return {
    recordings: page,
    ...(found.length > page.length && last ? { nextCursor: last.id } : {}),
  };
}

/** Prefixes of the days that hold something, newest first, from the cursor's on. */
async function* daysBack(
  store: ObjectStore,
  root: string,
  prefix: string,
  cursor: string | undefined,
  fields = 0,
): AsyncGenerator<string> {
  if (fields === FIELDS_OF_A_DAY) {
    yield prefix;
    return;
  }
  const { commonPrefixes } = await store.list(prefix, FIELD_DELIMITER);
  for (const narrower of commonPrefixes.toReversed()) {
    const name = narrower.slice(root.length);
    if (cursor !== undefined && name > cursor.slice(0, name.length)) continue;
    yield* daysBack(store, root, narrower, cursor, fields + 1);
  }
}

/** Of one day, newest first. What is none of ours is passed over. */
async function entriesOf(store: ObjectStore, root: string, day: string): Promise<Entry[]> {
  const { objects, commonPrefixes } = await store.list(day, SEGMENT_DELIMITER);
  const entries = new Map<string, Entry>();
  for (const folded of commonPrefixes) {
    // Any sequence will do to read the id by.
    const named = parseFileName(`${folded.slice(root.length)}000000.webm`);
    if (named?.kind !== "segment") continue;
    entries.set(named.recordingId, { kind: "recording", id: named.recordingId, isSealed: false });
  }
  for (const { key, sizeBytes } of objects) {
    const named = parseFileName(key.slice(root.length));
    if (named?.kind === "manifest") {
      entries.set(named.recordingId, { kind: "recording", id: named.recordingId, isSealed: true });
    } else if (named?.kind === "upload") {
      entries.set(named.timestamp, { kind: "upload", id: named.timestamp, sizeBytes });
    }
  }
  return [...entries.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1));
}

/** `undefined`: it was deleted. */
async function summaryOf(
  store: ObjectStore,
  identity: Identity,
  entry: Entry,
): Promise<RecordingSummary | undefined> {
  const { id } = entry;
  if (entry.kind === "upload") {
    const startedAt = isoTime(parseTimestamp(id));
    return { id, startedAt, state: "file", sizeBytes: entry.sizeBytes };
  }
  const startedAt = isoTime(recordingStartedAtMicros(entry.id));
  if (!entry.isSealed) return { id, startedAt, state: "open" };
  const key = objectKey(identity, { kind: "manifest", recordingId: entry.id });
  const head = await store.head(key);
  if (head === undefined || isTombstoneMetadata(head.metadata)) return undefined;
  // Without them, as of a manifest that others wrote, it is listed all the same: one that is damaged
  // must not hide the rest.
  return { id, startedAt, state: "sealed", ...manifestFacts(head.metadata) };
}
