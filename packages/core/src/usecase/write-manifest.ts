// Writes or extends the manifest of a recording, beside other calls that seal, recover, rename or delete it.
import type { Manifest } from "../contract.ts";
import { AppError } from "../errors.ts";
import type { Identity } from "../identity.ts";
import type { RecordingId } from "../ids.ts";
import { extendManifest } from "../manifest.ts";
import { manifestMetadata } from "../manifest-metadata.ts";
import { objectKey } from "../object-key.ts";
import type { Clock, ObjectStore } from "../ports.ts";
import { noteRemoval } from "../usage/note-removal.ts";
import { removeRest } from "./delete-recording.ts";
import { changing, readManifest } from "./read-manifest.ts";

/** Of several calls that write one manifest, one succeeds at each try. */
const MAX_TRIES = 3;

export interface ManifestToWrite {
  /** Whether the stored manifest says all that this one would. */
  readonly isHeldBy: (stored: Manifest) => Promise<boolean>;
  /** Makes it of what the bucket holds. Called once at most, with the stored one if there was one. */
  readonly read: (stored: Manifest | undefined) => Promise<Manifest>;
}

/**
 * @returns the manifest that the bucket holds now, also when another call wrote it
 * @throws {AppError} RECORDING_SEALED – a manifest exists, and this one does not go on where it ends
 * @throws {AppError} RECORDING_DELETED – its owner has deleted it
 * @throws {AppError} RECORDING_CHANGING – others keep changing the manifest
 * @throws {AppError} MANIFEST_INVALID – the object in the manifest's place is not a manifest
 * @throws {AppError} THROTTLED – others keep changing the usage file of a person who has deleted it
 */
export async function writeManifest(
  recordingId: RecordingId,
  identity: Identity,
  { store, clock }: { readonly store: ObjectStore; readonly clock: Clock },
  toWrite: ManifestToWrite,
): Promise<Manifest> {
  try {
    return await write(recordingId, identity, store, toWrite);
  } catch (thrown) {
    // Segments that arrived after the delete are removed too, and count as removed.
    if (thrown instanceof AppError && thrown.code === "RECORDING_DELETED") {
      await noteRemoval(store, identity, recordingId, clock.nowMicros() / 1000);
      await removeRest(store, identity, recordingId);
    }
    throw thrown;
  }
}

async function write(
  recordingId: RecordingId,
  identity: Identity,
  store: ObjectStore,
  { isHeldBy, read }: ManifestToWrite,
): Promise<Manifest> {
  const key = objectKey(identity, { kind: "manifest", recordingId });
  let found: Manifest | undefined;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const before = await readManifest(store, key);
    if (before && (await isHeldBy(before.manifest))) return before.manifest;
    found ??= await read(before?.manifest);
    if (before === undefined) {
      const json = JSON.stringify(found);
      const outcome = await store.putJsonIfAbsent(key, json, manifestMetadata(found));
      if (outcome === "stored") return found;
      continue;
    }
    const extended = extendManifest(before.manifest, found);
    if (extended === undefined) throw alreadySealed(before.manifest, found);
    const json = JSON.stringify(extended);
    const metadata = manifestMetadata(extended);
    if ((await store.replaceJson(key, json, metadata, before.version)) === "stored")
      return extended;
  }
  throw changing(recordingId);
}

function alreadySealed(stored: Manifest, found: Manifest): AppError {
  return new AppError(
    "RECORDING_SEALED",
    `The recording was sealed with ${stored.segments.length} segments of ${stored.sampleCount} samples; it cannot be sealed with ${found.segments.length} of ${found.sampleCount}.`,
  );
}
