// Gives a sealed recording another title: the one thing in a manifest that changes.
import type { RecordingSummary, RenameRecordingInput } from "../contract.ts";
import type { Identity, IdentityRules } from "../identity.ts";
import { manifestMetadata } from "../manifest-metadata.ts";
import { objectKey } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";
import { placesOf } from "./find-place.ts";
import { changing, requireManifest } from "./read-manifest.ts";

/** A person who renames in two tabs at once needs two; more is a program gone wild. */
const MAX_TRIES = 3;

/**
 * Writes only over what it has read, so that a rename and another, or a delete, cannot undo each other.
 *
 * @throws {AppError} RECORDING_NOT_FOUND, MANIFEST_INVALID
 * @throws {AppError} RECORDING_CHANGING – others keep changing it: a conflict of the caller's, and no outage
 */
export async function renameRecording(
  { recordingId, title }: RenameRecordingInput,
  identity: Identity,
  ports: {
    readonly store: ObjectStore;
    readonly identityRules: Pick<IdentityRules, "userTypes">;
  },
): Promise<RecordingSummary> {
  const { store } = ports;
  const places = placesOf(identity, ports.identityRules);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { manifest, version, place } = await requireManifest(store, places, recordingId);
    const key = objectKey(place, { kind: "manifest", recordingId });
    const renamed = { ...manifest, title };
    const json = JSON.stringify(renamed);
    const outcome = await store.replaceJson(key, json, manifestMetadata(renamed), version);
    if (outcome === "changed") continue;
    const { startedAt, durationMs, sizeBytes } = renamed;
    return { id: recordingId, startedAt, state: "sealed", durationMs, sizeBytes, title };
  }
  throw changing(recordingId);
}
