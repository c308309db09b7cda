// Gives a sealed recording or a one-off upload another title: all other fields of a manifest stay.
import type { RecordingSummary, RenameRecordingInput } from "../contract.ts";
import type { Identity, IdentityRules } from "../identity.ts";
import { isTimestamp, type RecordingId, type Timestamp } from "../ids.ts";
import { manifestMetadata, textMetadata } from "../manifest-metadata.ts";
import { describedIn, objectKey } from "../object-key.ts";
import type { Metadata, ObjectStore } from "../ports.ts";
import { givenTexts } from "../recording-texts.ts";
import { placesOf, type Places } from "./find-place.ts";
import { changing, requireManifest } from "./read-manifest.ts";
import { sealedSummary, uploadSummary } from "./recording-summary.ts";
import { requireUpload, writeTitle } from "./upload-details.ts";

/** A person who renames in two tabs at once needs two tries; only a faulty program needs more. */
const MAX_TRIES = 3;

/**
 * Writes only over the version that it has read, so that two renames, or a rename and a delete, cannot undo
 * each other. A repetition, whose first answer may be lost, writes nothing: each write of a manifest is a
 * version that the bucket keeps, and an event.
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
  const { durationMs, sizeBytes, isRecovered } = renamed;
  const summary = sealedSummary(recordingId, {
    durationMs,
    sizeBytes,
    ...(isRecovered ? { isRecovered } : {}),
    ...givenTexts(renamed),
  });
  const metadata = manifestMetadata(renamed);
  if (manifest.title === title && (await hasMetadata(store, key, metadata))) return summary;
  const outcome = await store.replaceJson(key, JSON.stringify(renamed), metadata, version);
  return outcome === "changed" ? outcome : summary;
}

async function renameUpload(
  store: ObjectStore,
  places: Places,
  timestamp: Timestamp,
  title: string,
): Promise<Outcome> {
  const upload = await requireUpload(store, places, timestamp);
  const summary = uploadSummary(timestamp, upload.sizeBytes, title);
  const key = objectKey(upload.place, describedIn(timestamp));
  const isNamed =
    upload.title === title && (await hasMetadata(store, key, textMetadata({ title })));
  if (isNamed || (await writeTitle(store, upload, timestamp, title))) return summary;
  return "changed";
}

/** Another program may have stored the JSON without its metadata. The list shows these, so a rename mends them. */
async function hasMetadata(store: ObjectStore, key: string, metadata: Metadata): Promise<boolean> {
  const head = await store.head(key);
  return Object.entries(metadata).every(([name, value]) => head?.metadata[name] === value);
}
