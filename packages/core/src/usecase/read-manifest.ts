// Reads a recording's manifest from the bucket, and believes nothing that is not one.
import { manifest as manifestSchema, type Manifest } from "../contract.ts";
import { AppError } from "../errors.ts";
import type { Identity } from "../identity.ts";
import type { RecordingId } from "../ids.ts";
import { objectKey } from "../object-key.ts";
import { quote } from "../quote.ts";
import type { ObjectStore } from "../ports.ts";
import { isTombstone } from "../tombstone.ts";
import type { Places } from "./find-place.ts";

export interface StoredManifest {
  readonly manifest: Manifest;
  /** As in {@link ObjectStore.replaceJson}. */
  readonly version: string;
}

/**
 * @returns `undefined` when there is none
 * @throws {AppError} RECORDING_DELETED – a tombstone lies in its place
 * @throws {AppError} MANIFEST_INVALID
 */
export async function readManifest(
  store: ObjectStore,
  key: string,
): Promise<StoredManifest | undefined> {
  const json = await store.readJson(key);
  if (json === undefined) return undefined;
  if (isTombstone(json.text)) throw new AppError("RECORDING_DELETED", "The recording was deleted.");
  try {
    return { manifest: manifestSchema.parse(JSON.parse(json.text)), version: json.version };
  } catch (cause) {
    throw new AppError("MANIFEST_INVALID", "What is stored as the manifest is not one of ours.", {
      cause,
    });
  }
}

export interface PlacedManifest extends StoredManifest {
  /** The person, with the user type under which it lies. */
  readonly place: Identity;
}

/**
 * The manifest, wherever the person has recorded. Most people have one place, so the others are asked
 * only if it is not in the first. A deleted recording counts as absent.
 *
 * @throws {AppError} RECORDING_NOT_FOUND, MANIFEST_INVALID
 */
export async function requireManifest(
  store: ObjectStore,
  [own, ...others]: Places,
  recordingId: RecordingId,
): Promise<PlacedManifest> {
  const lookIn = async (place: Identity): Promise<PlacedManifest | undefined> => {
    const found = await readManifest(
      store,
      objectKey(place, { kind: "manifest", recordingId }),
    ).catch(undefinedIfDeleted);
    return found && { ...found, place };
  };
  const found = (await lookIn(own)) ?? (await Promise.all(others.map(lookIn))).find(Boolean);
  if (found) return found;
  // The same for what is another's and for what is nobody's: ids of others are not confirmed.
  throw new AppError(
    "RECORDING_NOT_FOUND",
    `There is no sealed recording ${quote(recordingId)} under your prefix.`,
  );
}

function undefinedIfDeleted(thrown: unknown): undefined {
  if (thrown instanceof AppError && thrown.code === "RECORDING_DELETED") return undefined;
  throw thrown;
}

/** Of a write that was tried over what it had read, several times, and found another version each time. */
export function changing(recordingId: RecordingId): AppError {
  return new AppError(
    "RECORDING_CHANGING",
    `The recording ${quote(recordingId)} is being changed by other requests.`,
  );
}
