// Counts what the bucket holds of one recording, or of one one-off upload: a LIST for each 1,000 objects, and a HEAD
// or two.
import type { Identity } from "../identity.ts";
import { isTimestamp, type LibraryId } from "../ids.ts";
import { RECORDER_LIMITS, SAMPLE_RATE_HZ } from "../limits.ts";
import {
  describedIn,
  objectKey,
  parseFileName,
  recordingPrefix,
  userPrefix,
} from "../object-key.ts";
import type { Metadata, ObjectStore } from "../ports.ts";
import { isTombstoneMetadata } from "../tombstone.ts";
import type { Amount } from "./usage.ts";

/**
 * - `open`: segments, and no manifest
 * - `ended`: sealed, or an upload
 * - `removed`: a tombstone lies there
 * - `absent`: nothing lies there
 */
export interface Measured extends Amount {
  readonly state: "open" | "ended" | "removed" | "absent";
}

/**
 * A segment has two seconds at least, but for the last of a recording. Each counts as one, whatever its metadata
 * say, so that a quota in minutes also bounds the number of objects: they cost more than their bytes.
 */
const LEAST_SEGMENT_MS = 1000;

/** The longest recording. A caller can announce any length, and harms only its own minutes with it. */
const MAX_DURATION_MS = RECORDER_LIMITS.recordingHours * 3_600_000;

type Reads = Pick<ObjectStore, "list" | "head">;

export async function measure(store: Reads, place: Identity, id: LibraryId): Promise<Measured> {
  const root = userPrefix(place);
  const jsonKey = objectKey(place, describedIn(id));
  const { objects } = await store.list(recordingPrefix(place, id));
  const counted = objects.filter(({ key }) => counts(key.slice(root.length)));
  const sizeBytes = counted.reduce((sum, object) => sum + object.sizeBytes, 0);
  const hasJson = objects.some(({ key }) => key === jsonKey);
  const lastKey = isTimestamp(id) ? undefined : counted.at(-1)?.key;
  const [last, json] = await Promise.all([
    lastKey === undefined ? undefined : store.head(lastKey),
    hasJson ? store.head(jsonKey) : undefined,
  ]);
  const durationMs = lengthOf(last?.metadata ?? {}, isTimestamp(id) ? 0 : counted.length);
  if (json !== undefined && isTombstoneMetadata(json.metadata)) {
    return { sizeBytes, durationMs, state: "removed" };
  }
  if (counted.length === 0 && json === undefined) return { sizeBytes, durationMs, state: "absent" };
  const isOpen = json === undefined && !isTimestamp(id);
  return { sizeBytes, durationMs, state: isOpen ? "open" : "ended" };
}

/** Whether an object of that name counts: segments and one-off uploads do, what is made of them does not. */
export function counts(fileName: string): boolean {
  const kind = parseFileName(fileName)?.kind;
  return kind === "segment" || kind === "upload";
}

/**
 * The length of a recording in ms.
 *
 * @param metadata - of its last segment; the grant has signed them
 */
export function lengthOf(metadata: Metadata, segmentCount: number): number {
  return Math.max(endOfSegmentMs(metadata), segmentCount * LEAST_SEGMENT_MS);
}

function endOfSegmentMs(metadata: Metadata): number {
  const samples = Number(metadata["start-sample"] ?? 0) + Number(metadata["sample-count"] ?? 0);
  const endMs = (samples * 1000) / SAMPLE_RATE_HZ;
  return endMs >= 0 ? Math.min(endMs, MAX_DURATION_MS) : 0;
}
