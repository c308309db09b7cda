// Finds the peaks of a whole recording's file in its first bytes, so that a page need not read the sound.
import { AppError } from "../errors.ts";
import { PEAK_MS, type Peaks } from "../peaks.ts";
import { childrenOf, readFloat } from "./ebml-read.ts";
import * as ID from "./elements.ts";
import { readPeaksTag } from "./peaks-tag-reader.ts";
import { SAMPLES_PER_MS } from "./sample-time.ts";

/** More than stands before the peaks: header, SeekHead, Info, Tracks and the tag's own fields take 400 bytes. */
const BEFORE_PEAKS_BYTES = 1000;

/** How many bytes of a file hold its peaks. */
export function peaksHeadBytes(durationMs: number): number {
  return BEFORE_PEAKS_BYTES + Math.ceil(durationMs / PEAK_MS);
}

/**
 * @param head - the file's first {@link peaksHeadBytes} bytes, or more
 * @param sizeBytes - of the whole file
 * @returns `undefined` when no tag of ours stands before the sound
 */
export function readHeadPeaks(head: Uint8Array, sizeBytes: number): Peaks | undefined {
  try {
    return findPeaks(head, sizeBytes);
  } catch (thrown) {
    // No WebM file, or one whose head is longer than what was read.
    if (thrown instanceof AppError) return undefined;
    throw thrown;
  }
}

function findPeaks(head: Uint8Array, sizeBytes: number): Peaks | undefined {
  let sampleCount = 0;
  for (const part of childrenOf(head, { dataOffset: 0, endOffset: sizeBytes })) {
    if (part.id !== ID.Segment) continue;
    for (const element of childrenOf(head, part)) {
      if (element.id === ID.Cluster) return undefined;
      if (element.id === ID.Tags) {
        return readPeaksTag(head.subarray(element.offset, element.endOffset), sampleCount);
      }
      if (element.id !== ID.Info) continue;
      for (const field of childrenOf(head, element)) {
        if (field.id === ID.Duration) {
          sampleCount = Math.round(readFloat(head, field) * SAMPLES_PER_MS);
        }
      }
    }
  }
  return undefined;
}
