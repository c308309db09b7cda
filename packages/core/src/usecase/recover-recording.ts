// Seals what the bucket holds of a recording, without the device that made it: the device may be lost. If it
// comes back, it stores the rest, and its own seal extends the manifest.
import type { Manifest, RecoverRecordingInput } from "../contract.ts";
import { closeHoles } from "../holes.ts";
import type { Identity, IdentityRules } from "../identity.ts";
import type { RecordingId } from "../ids.ts";
import { manifestOf } from "../manifest.ts";
import { parseFileName, recordingPrefix, userPrefix } from "../object-key.ts";
import type { Clock, ObjectStore } from "../ports.ts";
import { placesOf } from "./find-place.ts";
import { notFound } from "./read-manifest.ts";
import { readSegments, type CountReads } from "./read-segments.ts";
import { writeManifest } from "./write-manifest.ts";

/**
 * Each hole that missing segments leave becomes a gap of the reason `missing`. Recovering again gives the stored
 * manifest, or extends it by what has arrived since.
 *
 * @throws {AppError} RECORDING_NOT_FOUND – the bucket holds no segment of it
 * @throws {AppError} CHECKSUM_ABSENT – names segments of which the store gives no SHA-256
 * @throws {AppError} RECORDING_ALTERED – names segments that no grant has stored, or that overlap
 * @throws {AppError} RECORDING_INCOMPLETE – segments disappear meanwhile, as beside a delete
 * @throws {AppError} RECORDING_SEALED – the manifest names a segment that the bucket does not hold
 * @throws {AppError} RECORDING_DELETED, RECORDING_CHANGING, MANIFEST_INVALID
 */
export async function recoverRecording(
  { recordingId }: RecoverRecordingInput,
  identity: Identity,
  ports: {
    readonly clock: Clock;
    readonly store: ObjectStore;
    readonly identityRules: Pick<IdentityRules, "userTypes">;
    readonly countReads?: CountReads;
  },
): Promise<Manifest> {
  const { clock, store } = ports;
  const places = placesOf(identity, ports.identityRules);
  const found = await Promise.all(places.map((place) => lookIn(store, place, recordingId)));
  const { place, sequences, hasManifest } = placeOfMost(found);
  if (sequences.length === 0 && !hasManifest) throw notFound(recordingId);
  return writeManifest(recordingId, place, ports, {
    isHeldBy: async ({ segments }) => {
      const held = new Set(segments.map(({ sequence }) => sequence));
      return sequences.every((sequence) => held.has(sequence));
    },
    read: async () => {
      const { segments, gaps } = closeHoles(
        await readSegments({ recordingId, sequences }, place, store, ports.countReads),
      );
      const parts = { recordingId, segments, gaps, isRecovered: true } as const;
      return manifestOf(parts, clock.nowMicros());
    },
  });
}

/** What lies of the recording at one of the person's places. */
interface Found {
  readonly place: Identity;
  /** In order. */
  readonly sequences: readonly number[];
  /** Or a tombstone. */
  readonly hasManifest: boolean;
}

async function lookIn(
  store: ObjectStore,
  place: Identity,
  recordingId: RecordingId,
): Promise<Found> {
  const { objects } = await store.list(recordingPrefix(place, recordingId));
  const names = objects.map(({ key }) => parseFileName(key.slice(userPrefix(place).length)));
  return {
    place,
    sequences: names.flatMap((name) => (name?.kind === "segment" ? [name.sequence] : [])),
    hasManifest: names.some((name) => name?.kind === "manifest"),
  };
}

/**
 * A recording is sealed in one place. Copies of some segments may lie in another: they were on their way when the
 * person's groups changed.
 */
function placeOfMost(found: readonly Found[]): Found {
  const rank = ({ hasManifest, sequences }: Found) => (hasManifest ? Infinity : sequences.length);
  return found.reduce((most, each) => (rank(each) > rank(most) ? each : most));
}
