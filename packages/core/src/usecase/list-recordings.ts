// A page of a person's recordings, newest first, over all places where they have recorded.
import type { ListRecordingsInput, RecordingPage, RecordingSummary } from "../contract.ts";
import type { Identity, IdentityRules } from "../identity.ts";
import { inParallel } from "../in-parallel.ts";
import { manifestFacts } from "../manifest-metadata.ts";
import { describedIn, objectKey } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";
import { isTombstoneMetadata } from "../tombstone.ts";
import { placesOf } from "./find-place.ts";
import type { LibraryEntry } from "./library-entry.ts";
import { mergeEntries } from "./merge-entries.ts";
import { openSummary, sealedSummary, uploadSummary } from "./recording-summary.ts";
import { HEADS_AT_ONCE } from "./verify-segments.ts";
import { walkBack } from "./walk-back.ts";

/**
 * Skips deleted recordings, and fills the page all the same. Beside the LISTs of walk-back.ts it costs a
 * HEAD for each `.json`, one more than the page shows.
 */
export async function listRecordings(
  { cursor, limit }: ListRecordingsInput,
  identity: Identity,
  ports: {
    readonly store: ObjectStore;
    readonly identityRules: Pick<IdentityRules, "userTypes">;
  },
): Promise<RecordingPage> {
  const { store } = ports;
  const places = placesOf(identity, ports.identityRules);
  const batches = mergeEntries(
    places.map((place) =>
      // Most people have recorded under one user type only, that of the token.
      walkBack({ store, place, cursor, mayBeLarge: place === identity }),
    ),
  );
  // One entry more than asked for shows whether there is another page.
  const wanted = limit + 1;
  const found: RecordingSummary[] = [];
  for await (const batch of batches) {
    const entries = [...batch];
    while (entries.length > 0 && found.length < wanted) {
      const next = entries.splice(0, wanted - found.length);
      const summaries = await inParallel(next, HEADS_AT_ONCE, (entry) => summaryOf(store, entry));
      found.push(...summaries.filter((summary) => summary !== undefined));
    }
    if (found.length === wanted) break;
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    recordings: page,
    ...(found.length > page.length && last ? { nextCursor: last.id } : {}),
  };
}

/** @returns `undefined` when the entry was deleted */
async function summaryOf(
  store: ObjectStore,
  entry: LibraryEntry,
): Promise<RecordingSummary | undefined> {
  const key = objectKey(entry.place, describedIn(entry.id));
  if (entry.kind === "upload") {
    const head = entry.hasDetails ? await store.head(key) : undefined;
    if (head && isTombstoneMetadata(head.metadata)) return undefined;
    const { title } = manifestFacts(head?.metadata ?? {});
    return uploadSummary(entry.id, entry.sizeBytes, title);
  }
  if (!entry.isSealed) return openSummary(entry.id);
  const head = await store.head(key);
  if (head === undefined || isTombstoneMetadata(head.metadata)) return undefined;
  // A manifest of another program may have no facts. It is listed without them: one damaged manifest must
  // not hide the rest.
  const { hasWholeFile } = entry;
  return { ...sealedSummary(entry.id, manifestFacts(head.metadata)), hasWholeFile };
}
