// The object that replaces a manifest at `{recordingId}.json` after a delete, for 30 days. A seal that runs
// beside the delete, or a device that still sends, finds it there. A deleted one-off upload leaves one too.
import * as z from "zod";
import type { LibraryId } from "./ids.ts";
import { isoTime } from "./manifest.ts";
import type { Metadata, Tags } from "./ports.ts";

const tombstone = z.strictObject({
  formatVersion: z.literal(1),
  /** For a one-off upload: its timestamp. */
  recordingId: z.string(),
  /** ISO 8601, UTC, by the server's clock. */
  deletedAt: z.iso.datetime(),
});

/** A lifecycle rule removes objects that carry this tag (infra/storage.ts). */
export const TOMBSTONE_TAGS: Tags = { "tapedeck:deleted": "yes" };

/** A tombstone has some 110 characters. A manifest can have 3 MB, and is not parsed for this. */
const MAX_CHARACTERS = 1000;

/** The metadata field by which a HEAD tells the list that the recording was deleted. */
const DELETED_AT = "deleted-at";

export interface Tombstone {
  readonly json: string;
  readonly metadata: Metadata;
}

export function makeTombstone(recordingId: LibraryId, nowMicros: number): Tombstone {
  const deletedAt = isoTime(nowMicros);
  const content: z.infer<typeof tombstone> = { formatVersion: 1, recordingId, deletedAt };
  return { json: JSON.stringify(content), metadata: { [DELETED_AT]: deletedAt } };
}

/** @param text - of a `{recordingId}.json` */
export function isTombstone(text: string): boolean {
  if (text.length > MAX_CHARACTERS) return false;
  try {
    return tombstone.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** @param metadata - of a `{recordingId}.json` */
export function isTombstoneMetadata(metadata: Metadata): boolean {
  return metadata[DELETED_AT] !== undefined;
}
