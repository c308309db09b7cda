// Deletes a recording, sealed or not. The bucket keeps versions: what was deleted can be brought back
// for as long as infra/stage.ts says.
import type { DeletedRecording, DeleteRecordingInput } from "../contract.ts";
import type { Identity } from "../identity.ts";
import { parseFileName, recordingPrefix } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";

/**
 * The manifest goes last: as long as anything is left, the recording is listed, and can be deleted again.
 * Deleting what is not there is a success, so that an answer that was lost does no harm.
 */
export async function deleteRecording(
  { recordingId }: DeleteRecordingInput,
  identity: Identity,
  ports: { readonly store: ObjectStore },
): Promise<DeletedRecording> {
  const { objects } = await ports.store.list(recordingPrefix(identity, recordingId));
  const keysOf = (kind: "segment" | "file" | "manifest") =>
    objects
      .map(({ key }) => key)
      .filter((key) => parseFileName(key.slice(key.lastIndexOf("/") + 1))?.kind === kind);
  let objectCount = 0;
  for (const keys of [keysOf("segment"), keysOf("file"), keysOf("manifest")]) {
    if (keys.length > 0) await ports.store.deleteAll(keys);
    objectCount += keys.length;
  }
  return { objectCount };
}
