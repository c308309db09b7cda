// The entries of a person's library that a LIST shows, before any object is looked at.
import type { Identity } from "../identity.ts";
import type { RecordingId, Timestamp } from "../ids.ts";
import { describedIn, objectKey, parseFileName, userPrefix } from "../object-key.ts";
import type { Listing } from "../ports.ts";

/** Stands before a sequence: with it as delimiter, S3 folds all segments of a recording into one entry. */
export const SEGMENT_DELIMITER = "_";

export type LibraryEntry = {
  /** The person, with the user type under which it lies. */
  readonly place: Identity;
} & (
  | {
      readonly kind: "recording";
      readonly id: RecordingId;
      readonly isSealed: boolean;
      /** Whether a `{recordingId}.webm` lies beside the manifest. */
      readonly hasWholeFile: boolean;
    }
  | {
      readonly kind: "upload";
      readonly id: Timestamp;
      readonly sizeBytes: number;
      /** Whether a `{timestamp}.json` lies beside it. */
      readonly hasDetails: boolean;
    }
);

/** @param listing - made with {@link SEGMENT_DELIMITER}; keys of other programs are skipped */
export function entriesOf(listing: Listing, place: Identity): readonly LibraryEntry[] {
  const root = userPrefix(place);
  const entries: LibraryEntry[] = [];
  for (const folded of listing.commonPrefixes) {
    // The folded entry has no sequence; any sequence serves to parse the id.
    const named = parseFileName(`${folded.slice(root.length)}000000.webm`);
    if (named?.kind !== "segment") continue;
    const { recordingId: id } = named;
    entries.push({ place, kind: "recording", id, isSealed: false, hasWholeFile: false });
  }
  const keys = new Set(listing.objects.map(({ key }) => key));
  for (const { key, sizeBytes } of listing.objects) {
    const named = parseFileName(key.slice(root.length));
    if (named?.kind === "manifest") {
      const { recordingId: id } = named;
      const hasWholeFile = keys.has(objectKey(place, { kind: "file", recordingId: id }));
      entries.push({ place, kind: "recording", id, isSealed: true, hasWholeFile });
    } else if (named?.kind === "upload") {
      const { timestamp: id } = named;
      const hasDetails = keys.has(objectKey(place, describedIn(id)));
      entries.push({ place, kind: "upload", id, sizeBytes, hasDetails });
    }
  }
  return eachOnce(entries);
}

/**
 * Newest first, each id once. A recording has several objects, and can lie in two places when segments were
 * on their way while the person's groups changed. The place of its `{recordingId}.json` wins: that object
 * says whether the recording is sealed or deleted.
 */
export function eachOnce(entries: readonly LibraryEntry[]): LibraryEntry[] {
  const byId = new Map<string, LibraryEntry>();
  for (const entry of entries) {
    const known = byId.get(entry.id);
    const isMoreTelling = entry.kind === "recording" && entry.isSealed;
    const isKnownSealed = known?.kind === "recording" && known.isSealed;
    if (known === undefined || (isMoreTelling && !isKnownSealed)) byId.set(entry.id, entry);
  }
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1));
}
