// The whole file of a recording in the bucket: its metadata say of which segments it was made.
import type { StoredObject } from "./ports.ts";

const MANIFEST_DIGEST = "manifest-digest";

/**
 * The digest over the segments of the manifest that the file was made of (see segments-digest.ts). It leaves
 * the title out, so that a rename does not make a file old.
 *
 * @returns `undefined` for a file of another program
 */
export function digestOfWholeFile({
  metadata,
}: Pick<StoredObject, "metadata">): string | undefined {
  return metadata[MANIFEST_DIGEST];
}
