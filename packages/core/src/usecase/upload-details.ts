// The details of a one-off upload that may change, in `{timestamp}.json`. The file itself is written once.
import * as z from "zod";
import type { Identity } from "../identity.ts";
import type { Timestamp } from "../ids.ts";
import { textMetadata } from "../manifest-metadata.ts";
import { describedIn, objectKey } from "../object-key.ts";
import type { ObjectStore, StoredJson } from "../ports.ts";
import { isTombstone } from "../tombstone.ts";
import { firstIn, type Places } from "./find-place.ts";
import { notFound } from "./read-manifest.ts";

const details = z.object({
  formatVersion: z.literal(1),
  timestamp: z.string(),
  title: z.string(),
});

export interface StoredUpload {
  /** The person, with the user type under which it lies. */
  readonly place: Identity;
  readonly sizeBytes: number;
  readonly title?: string;
  /** Version of the details, for {@link ObjectStore.replaceJson}; absent while there are none. */
  readonly version?: string;
}

/**
 * The upload, from the first of the person's places that has it. A deleted one counts as absent.
 *
 * @throws {AppError} RECORDING_NOT_FOUND
 */
export async function requireUpload(
  store: ObjectStore,
  places: Places,
  timestamp: Timestamp,
): Promise<StoredUpload> {
  const found = await firstIn(places, async (place): Promise<StoredUpload | undefined> => {
    const [file, json] = await Promise.all([
      store.head(objectKey(place, { kind: "upload", timestamp })),
      store.readJson(objectKey(place, describedIn(timestamp))),
    ]);
    if (file === undefined || (json && isTombstone(json.text))) return undefined;
    return { place, sizeBytes: file.sizeBytes, ...(json && readDetails(json)) };
  });
  if (found) return found;
  throw notFound(timestamp);
}

/** @returns `false` when the details have changed, or appeared, since they were read */
export async function writeTitle(
  store: ObjectStore,
  { place, version }: StoredUpload,
  timestamp: Timestamp,
  title: string,
): Promise<boolean> {
  const key = objectKey(place, describedIn(timestamp));
  const content: z.infer<typeof details> = { formatVersion: 1, timestamp, title };
  const [json, metadata] = [JSON.stringify(content), textMetadata({ title })];
  const outcome =
    version === undefined
      ? await store.putJsonIfAbsent(key, json, metadata)
      : await store.replaceJson(key, json, metadata, version);
  return outcome === "stored";
}

/** Details that do not follow the schema do not hide the file: it has no title, and a rename replaces them. */
function readDetails({ text, version }: StoredJson): Pick<StoredUpload, "title" | "version"> {
  try {
    return { title: details.parse(JSON.parse(text)).title, version };
  } catch {
    return { version };
  }
}
