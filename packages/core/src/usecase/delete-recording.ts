// Deletes a recording, sealed or not. The bucket keeps versions: what was deleted can be brought back
// for as long as infra/stage.ts says.
import type { DeletedRecording, DeleteRecordingInput } from "../contract.ts";
import { AppError } from "../errors.ts";
import type { Identity } from "../identity.ts";
import type { RecordingId } from "../ids.ts";
import { parseFileName, recordingPrefix, userPrefix } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";

/** The manifest goes last: as long as anything is left, the recording is listed, and can be deleted again. */
const ORDER = ["segment", "file", "manifest"] as const;

/** Of a device that goes on to store; each is one more LIST. */
const MAX_TRIES = 3;

/**
 * Looks again until nothing is there: a device may have been storing meanwhile. It is not told, and what
 * it stores or seals after the last look is there again. Deleting what is not there is a success, so that
 * an answer that was lost does no harm.
 *
 * @throws {AppError} SERVICE_UNAVAILABLE – something is stored faster than it is deleted
 */
export async function deleteRecording(
  { recordingId }: DeleteRecordingInput,
  identity: Identity,
  { store }: { readonly store: ObjectStore },
): Promise<DeletedRecording> {
  let objectCount = 0;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const found = await objectsOf(store, identity, recordingId);
    if (found.length === 0) return { objectCount };
    for (const kind of ORDER) {
      const keys = found.filter((object) => object.kind === kind).map(({ key }) => key);
      if (keys.length > 0) await store.deleteAll(keys);
    }
    objectCount += found.length;
  }
  throw new AppError("SERVICE_UNAVAILABLE", "The recording is still being stored.");
}

/** The recording's objects, and nothing that others have put beside them. */
async function objectsOf(store: ObjectStore, identity: Identity, recordingId: RecordingId) {
  const root = userPrefix(identity);
  const { objects } = await store.list(recordingPrefix(identity, recordingId));
  return objects.flatMap(({ key }) => {
    const named = parseFileName(key.slice(root.length));
    const isOwn = named && named.kind !== "upload" && named.recordingId === recordingId;
    return isOwn ? [{ key, kind: named.kind }] : [];
  });
}
