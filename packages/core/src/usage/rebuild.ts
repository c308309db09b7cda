// Makes a person's usage file anew from a LIST of everything in one place: the first time, after an object was
// removed by hand, or when the file is damaged.
import type { Identity } from "../identity.ts";
import { isRecordingId, recordingStartedAtMicros } from "../ids.ts";
import { inParallel } from "../in-parallel.ts";
import { RECORDER_LIMITS } from "../limits.ts";
import { isoTime } from "../manifest.ts";
import { libraryIdOf, parseFileName, userPrefix } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";
import { HEADS_AT_ONCE } from "../usecase/verify-segments.ts";
import { counts, lengthOf } from "./measure.ts";
import { EMPTY_USAGE, NOTHING, plus, type UsageEntry, type UsageFile } from "./usage.ts";

/** What a LIST tells of one id. */
interface Held {
  sizeBytes: number;
  /** Of a recording: its length stands in the metadata of this object. */
  lastSegmentKey: string | undefined;
  segmentCount: number;
  isEnded: boolean;
}

/** A recording that has no manifest and is younger than this may still grow: it gets an entry. */
const MAY_GROW_HOURS = RECORDER_LIMITS.recordingHours + 1;

/**
 * Takes a LIST for each 1,000 objects, and a HEAD for each recording.
 *
 * @param known - the file so far: its entries, and what it says of removed recordings, stay
 */
export async function rebuildUsage(
  store: Pick<ObjectStore, "list" | "head">,
  place: Identity,
  nowMs: number,
  known: UsageFile = EMPTY_USAGE,
): Promise<UsageFile> {
  const { objects } = await store.list(userPrefix(place));
  const entries = await inParallel(
    [...heldById(objects, userPrefix(place).length)],
    HEADS_AT_ONCE,
    async ([id, { sizeBytes, lastSegmentKey, segmentCount, isEnded }]): Promise<UsageEntry> => {
      const last = lastSegmentKey === undefined ? undefined : await store.head(lastSegmentKey);
      const durationMs = lengthOf(last?.metadata ?? {}, segmentCount);
      return { id, sizeBytes, durationMs, reservedAt: isoTime(nowMs * 1000), isEnded };
    },
  );
  const found = new Map(entries.map((entry) => [entry.id, entry]));
  const hadEntry = new Set(known.changing.map(({ id }) => id));
  const isNew = ({ id }: UsageEntry) => !hadEntry.has(id);
  const mayGrow = ({ id, isEnded }: UsageEntry) => !isEnded && isYoung(id, nowMs);
  const unknown = entries.filter(isNew);
  return {
    ...known,
    atRest: unknown.filter((entry) => !mayGrow(entry)).reduce(plus, EMPTY_USAGE.atRest),
    changing: [
      // One that has not ended is counted at the next look: it may be about to be removed, and then that look needs
      // to know how much there was.
      ...known.changing.map((entry) => (entry.isEnded ? withAmountOf(entry, found) : entry)),
      ...unknown.filter(mayGrow),
    ],
  };
}

function withAmountOf(entry: UsageEntry, found: ReadonlyMap<string, UsageEntry>): UsageEntry {
  const { sizeBytes, durationMs } = found.get(entry.id) ?? NOTHING;
  return { ...entry, sizeBytes, durationMs };
}

function heldById(
  objects: readonly { readonly key: string; readonly sizeBytes: number }[],
  rootLength: number,
): ReadonlyMap<string, Held> {
  const held = new Map<string, Held>();
  for (const { key, sizeBytes } of objects) {
    const fileName = key.slice(rootLength);
    const named = parseFileName(fileName);
    if (named === undefined) continue;
    const id = libraryIdOf(named);
    const one = held.get(id) ?? {
      sizeBytes: 0,
      lastSegmentKey: undefined,
      segmentCount: 0,
      isEnded: false,
    };
    held.set(id, one);
    if (counts(fileName)) one.sizeBytes += sizeBytes;
    if (named.kind === "segment") {
      one.lastSegmentKey = key;
      one.segmentCount += 1;
    } else one.isEnded = true;
  }
  return held;
}

function isYoung(id: string, nowMs: number): boolean {
  if (!isRecordingId(id)) return false;
  return recordingStartedAtMicros(id) / 1000 > nowMs - MAY_GROW_HOURS * 3_600_000;
}
