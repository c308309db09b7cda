// Gives a sealed recording or a one-off upload another title: all other fields of a manifest stay.
import type { RecordingSummary, RenameRecordingInput } from "../contract.ts";
import type { Identity, IdentityRules } from "../identity.ts";
import { isTimestamp, type RecordingId, type Timestamp } from "../ids.ts";
import { manifestMetadata } from "../manifest-metadata.ts";
import { objectKey } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";
import { givenTexts } from "../recording-texts.ts";
import { placesOf, type Places } from "./find-place.ts";
import { changing, requireManifest } from "./read-manifest.ts";
import { sealedSummary, uploadSummary } from "./recording-summary.ts";
import { requireUpload, writeTitle } from "./upload-details.ts";

/** A person who renames in two tabs at once needs two tries; only a faulty program needs more. */
const MAX_TRIES = 3;

/**
 * Writes only over the version that it has read, so that two renames, or a rename and a delete, cannot undo
 * each other.
 *
 * @throws {AppError} RECORDING_NOT_FOUND, MANIFEST_INVALID
 * @throws {AppError} RECORDING_CHANGING – other calls changed it at every try: a conflict, not an outage
 */
export async function renameRecording(
  { recordingId, title }: RenameRecordingInput,
  identity: Identity,
  ports: {
    readonly store: ObjectStore;
    readonly identityRules: Pick<IdentityRules, "userTypes">;
  },
): Promise<RecordingSummary> {
  const places = placesOf(identity, ports.identityRules);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const renamed = isTimestamp(recordingId)
      ? await renameUpload(ports.store, places, recordingId, title)
      : await renameSealed(ports.store, places, recordingId, title);
    if (renamed !== "changed") return renamed;
  }
  throw changing(recordingId);
}

type Outcome = RecordingSummary | "changed";

async function renameSealed(
  store: ObjectStore,
  places: Places,
  recordingId: RecordingId,
  title: string,
): Promise<Outcome> {
  const { manifest, version, place } = await requireManifest(store, places, recordingId);
  const key = objectKey(place, { kind: "manifest", recordingId });
  const renamed = { ...manifest, title };
  const json = JSON.stringify(renamed);
  const outcome = await store.replaceJson(key, json, manifestMetadata(renamed), version);
  if (outcome === "changed") return outcome;
  const { durationMs, sizeBytes } = renamed;
  return sealedSummary(recordingId, { durationMs, sizeBytes, ...givenTexts(renamed) });
}

async function renameUpload(
  store: ObjectStore,
  places: Places,
  timestamp: Timestamp,
  title: string,
): Promise<Outcome> {
  const upload = await requireUpload(store, places, timestamp);
  if (!(await writeTitle(store, upload, timestamp, title))) return "changed";
  return uploadSummary(timestamp, upload.sizeBytes, title);
}
