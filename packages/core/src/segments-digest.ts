// One hash for all segments of a recording: a call names twenty thousand of them in 44 characters.
import { bytesOfBase64 } from "./base64.ts";

const HASH_BYTES = 32;

/** @returns base64 of the 32 bytes of SHA-256 */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;

/**
 * @param segments - in order; `sha256` is the base64 of 32 bytes
 * @returns base64 of the SHA-256 over the raw hashes, one after the other
 */
export function segmentsDigest(
  segments: readonly { readonly sha256: string }[],
  sha256: Sha256,
): Promise<string> {
  const hashes = new Uint8Array(segments.length * HASH_BYTES);
  for (const [index, segment] of segments.entries()) {
    hashes.set(bytesOfBase64(segment.sha256), index * HASH_BYTES);
  }
  return sha256(hashes);
}
