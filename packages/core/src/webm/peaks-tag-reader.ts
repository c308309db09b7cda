// Untrusted bytes to the peaks of a file: the way back of peaks-tag.ts, which a recorder does not need.
import { PEAK_SAMPLES } from "../limits.ts";
import type { Peaks } from "../peaks.ts";
import { assemble } from "./ebml-write.ts";
import { writePeaksTag } from "./peaks-tag.ts";

/**
 * Never refuses a file: its sound is good without a wave.
 *
 * @param tags - a whole Tags element
 * @param sampleCount - of the file
 * @returns a copy; `undefined` unless the element is the one that {@link writePeaksTag} makes for so much sound
 */
export function readPeaksTag(tags: Uint8Array, sampleCount: number): Peaks | undefined {
  const peaks = new Uint8Array(tags.subarray(-Math.ceil(sampleCount / PEAK_SAMPLES)));
  const written = assemble(writePeaksTag(peaks));
  const isOurs = written.length === tags.length && written.every((byte, i) => byte === tags[i]);
  return isOurs ? peaks : undefined;
}
