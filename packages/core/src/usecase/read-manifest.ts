// Reads a recording's manifest from the bucket, and refuses an object that does not follow its schema.
import { manifest as manifestSchema, type Manifest } from "../contract.ts";
import { AppError } from "../errors.ts";
import type { Identity } from "../identity.ts";
import { isTimestamp, type LibraryId, type RecordingId } from "../ids.ts";
import { objectKey } from "../object-key.ts";
import { quote } from "../quote.ts";
import type { ObjectStore } from "../ports.ts";
import { isTombstone } from "../tombstone.ts";
import { firstIn, type Places } from "./find-place.ts";

export interface StoredManifest {
  readonly manifest: Manifest;
  /** As in {@link ObjectStore.replaceJson}. */
  readonly version: string;
}

/**
 * @returns `undefined` when there is no object under the key
 * @throws {AppError} RECORDING_DELETED – a tombstone lies in its place
 * @throws {AppError} MANIFEST_INVALID
 */
export async function readManifest(
  store: Pick<ObjectStore, "readJson">,
  key: string,
): Promise<StoredManifest | undefined> {
  const json = await store.readJson(key);
  if (json === undefined) return undefined;
  if (isTombstone(json.text)) throw new AppError("RECORDING_DELETED", "The recording was deleted.");
  try {
    return { manifest: manifestSchema.parse(JSON.parse(json.text)), version: json.version };
  } catch (cause) {
    throw new AppError(
      "MANIFEST_INVALID",
      "The object in the manifest's place is not a manifest.",
      {
        cause,
      },
    );
  }
}

export interface PlacedManifest extends StoredManifest {
  /** The person, with the user type under which it lies. */
  readonly place: Identity;
}

/**
 * The manifest, from the first of the person's places that has it. A deleted recording counts as absent.
 *
 * @throws {AppError} RECORDING_NOT_FOUND, MANIFEST_INVALID
 */
export async function requireManifest(
  store: Pick<ObjectStore, "readJson">,
  places: Places,
  recordingId: RecordingId,
): Promise<PlacedManifest> {
  const found = await firstIn(places, async (place) => {
    const key = objectKey(place, { kind: "manifest", recordingId });
    const stored = await readManifest(store, key).catch(undefinedIfDeleted);
    return stored && { ...stored, place };
  });
  if (found) return found;
  throw notFound(recordingId);
}

/** The same error for another person's id and for an unused one, so that it confirms no id. */
export function notFound(id: LibraryId): AppError {
  const what = isTimestamp(id) ? "upload" : "sealed recording";
  return new AppError("RECORDING_NOT_FOUND", `There is no ${what} ${quote(id)} under your prefix.`);
}

function undefinedIfDeleted(thrown: unknown): undefined {
  if (thrown instanceof AppError && thrown.code === "RECORDING_DELETED") return undefined;
  throw thrown;
}

/** The error of a conditional write that found another version at every try. */
export function changing(id: LibraryId): AppError {
  return new AppError(
    "RECORDING_CHANGING",
    `The recording ${quote(id)} is being changed by other requests.`,
  );
}
