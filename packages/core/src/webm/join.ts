// Joins segment files to the one recording that they were cut from, packet for packet. No packet is decoded,
// so no sound is lost. The manifest says which files belong together.
import { assemble } from "./ebml-write.ts";
import { createJoiner, readSegmentToJoin } from "./joiner.ts";

/**
 * The whole recording as one playable, seekable file.
 *
 * @param segments - segment files in order, at least one
 * @param afterHoles - places in that list, from 0, before which segments are missing; default: none
 * @throws {AppError} WEBM_INVALID – a file cannot be read, or does not follow the one before it
 */
export function joinSegments(
  segments: readonly Uint8Array[],
  afterHoles: ReadonlySet<number> = new Set(),
): Uint8Array<ArrayBuffer> {
  const joiner = createJoiner();
  const clusters = segments.flatMap((bytes, index) =>
    joiner.add(readSegmentToJoin(bytes, index), afterHoles.has(index)),
  );
  const { head, lastCluster } = joiner.end();
  return assemble([head, ...clusters, lastCluster]);
}
