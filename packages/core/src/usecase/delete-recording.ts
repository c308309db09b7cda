// Deletes a recording, sealed or not, or a one-off upload. The bucket keeps versions: its owner can restore
// deleted objects for as long as infra/stage.ts says.
import type { DeletedRecording, DeleteRecordingInput } from "../contract.ts";
import { AppError } from "../errors.ts";
import type { Identity, IdentityRules } from "../identity.ts";
import type { LibraryId } from "../ids.ts";
import {
  describedIn,
  libraryIdOf,
  objectKey,
  parseFileName,
  recordingPrefix,
  userPrefix,
} from "../object-key.ts";
import type { Clock, ObjectStore } from "../ports.ts";
import { noteRemoval } from "../usage/note-removal.ts";
import { isTombstone, makeTombstone, TOMBSTONE_TAGS } from "../tombstone.ts";
import { placesOf } from "./find-place.ts";
import { changing } from "./read-manifest.ts";

/** A device may store, seal or rename beside the delete, so it looks again: one more LIST or GET each time. */
const MAX_TRIES = 3;

/**
 * First puts a tombstone in the manifest's place, so that no seal can write a manifest of segments that are
 * removed next. A seal beside the delete once left recordings that were listed as sealed and had no sound.
 *
 * Deleting again is a success, because the first answer may be lost. If the bucket holds no object of the
 * recording, no tombstone is written, and a recording that comes later under the id is a new one.
 *
 * @throws {AppError} RECORDING_CHANGING – others keep changing the manifest
 * @throws {AppError} SERVICE_UNAVAILABLE – a device stores faster than this deletes
 * @throws {AppError} THROTTLED – other requests keep changing the person's usage file
 */
export async function deleteRecording(
  { recordingId }: DeleteRecordingInput,
  identity: Identity,
  ports: {
    readonly clock: Clock;
    readonly store: ObjectStore;
    readonly identityRules: Pick<IdentityRules, "userTypes">;
  },
): Promise<DeletedRecording> {
  const { clock, store } = ports;
  const places = placesOf(identity, ports.identityRules);
  const areHeld = await Promise.all(
    places.map((place) => store.holdsAny(recordingPrefix(place, recordingId))),
  );
  const held = places.filter((_, index) => areHeld[index]);
  if (held.length === 0) return { objectCount: 0 };
  const nowMs = clock.nowMicros() / 1000;
  await Promise.all(held.map((place) => noteRemoval(store, place, recordingId, nowMs)));
  const removeIn = async (place: Identity) => {
    const replaced = await layTombstone(store, place, recordingId, clock.nowMicros());
    return replaced + (await removeRest(store, place, recordingId));
  };
  // Then in all other places: segments that were on their way when the person's groups changed may arrive there
  // beside the delete, and be sealed (seed 7015 of the simulation).
  const others = places.filter((_, index) => !areHeld[index]);
  const counts = [
    ...(await Promise.all(held.map(removeIn))),
    ...(await Promise.all(others.map(removeIn))),
  ];
  return { objectCount: counts.reduce((sum, count) => sum + count, 0) };
}

/** @returns the number of manifests, or details of an upload, that it replaced */
async function layTombstone(
  store: ObjectStore,
  identity: Identity,
  id: LibraryId,
  nowMicros: number,
): Promise<0 | 1> {
  const key = objectKey(identity, describedIn(id));
  const { json, metadata } = makeTombstone(id, nowMicros);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const found = await store.readJson(key);
    if (found === undefined) {
      const outcome = await store.putJsonIfAbsent(key, json, metadata, TOMBSTONE_TAGS);
      if (outcome === "stored") return 0;
    } else {
      if (isTombstone(found.text)) return 0;
      const { version } = found;
      const outcome = await store.replaceJson(key, json, metadata, version, TOMBSTONE_TAGS);
      if (outcome === "stored") return 1;
    }
  }
  throw changing(id);
}

/**
 * Removes all objects of a recording but its tombstone, and looks again until none is left, because a device
 * may be storing meanwhile. A seal that finds the tombstone calls this for segments that arrived later.
 *
 * @returns the number of removed objects
 * @throws {AppError} SERVICE_UNAVAILABLE – a device stores faster than this deletes
 */
export async function removeRest(
  store: ObjectStore,
  identity: Identity,
  id: LibraryId,
): Promise<number> {
  let removed = 0;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const keys = await restOf(store, identity, id);
    if (keys.length === 0) return removed;
    await store.deleteAll(keys);
    removed += keys.length;
  }
  throw new AppError("SERVICE_UNAVAILABLE", "The recording is still being stored.");
}

/** @returns the keys of segments and file, or of the upload, and no key that another program has made */
async function restOf(
  store: ObjectStore,
  identity: Identity,
  id: LibraryId,
): Promise<readonly string[]> {
  const root = userPrefix(identity);
  const { objects } = await store.list(recordingPrefix(identity, id));
  const tombstoneKey = objectKey(identity, describedIn(id));
  return objects.flatMap(({ key }) => {
    const named = parseFileName(key.slice(root.length));
    const isOwn = named !== undefined && libraryIdOf(named) === id;
    return isOwn && key !== tombstoneKey ? [key] : [];
  });
}
