// What lies at `{recordingId}.json` after a delete, in place of the manifest, for 30 days: a seal that
// runs beside the delete, or a device that still sends, meets it there. A one-off upload leaves one too.
import * as z from "zod";
import type { LibraryId } from "./ids.ts";
import { isoTime } from "./manifest.ts";
import type { Metadata, Tags } from "./ports.ts";

const tombstone = z.strictObject({
  formatVersion: z.literal(1),
  /** Of a one-off upload, its timestamp. */
  recordingId: z.string(),
  /** ISO 8601, UTC, by the server's clock. */
  deletedAt: z.iso.datetime(),
});

/** A lifecycle rule removes objects that carry this tag (infra/storage.ts). */
export const TOMBSTONE_TAGS: Tags = { "tapedeck:deleted": "yes" };

/** A tombstone has some 110. A manifest may have 3 MB, which are not worth parsing twice. */
const MAX_CHARACTERS = 1000;

/** The list learns by a HEAD, from this field alone, that the recording was deleted. */
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
