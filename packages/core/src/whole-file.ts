// The whole file of a recording in the bucket: its metadata say of which segments it was made.
import type { Metadata } from "./ports.ts";

const MANIFEST_DIGEST = "manifest-digest";

/**
 * @param digest - over the segments of the manifest (see segments-digest.ts). It leaves the title out, so that
 *   a rename does not make a file old.
 */
export function wholeFileMetadata(digest: string): Metadata {
  return { [MANIFEST_DIGEST]: digest };
}

/** @returns `undefined` for a file of another program */
export function digestOfWholeFile({
  metadata,
}: {
  readonly metadata: Metadata;
}): string | undefined {
  return metadata[MANIFEST_DIGEST];
}
