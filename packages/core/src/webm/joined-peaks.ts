// The peaks of segments, one after the other, as those of the whole recording. It keeps a byte for each 100 ms.
import { PACKET_SAMPLES, PEAK_SAMPLES } from "../limits.ts";
import type { Peaks } from "../peaks.ts";
import { assemble } from "./ebml-write.ts";
import type { SegmentPackets } from "./segment-packets.ts";

export interface JoinedPeaks {
  add(segment: SegmentPackets): void;
  /**
   * @returns `undefined` when the peaks of a segment are unknown, or when a segment before the last ends within a
   *   peak: all later peaks would stand beside their sound
   */
  whole(): Peaks | undefined;
}

export function createJoinedPeaks(): JoinedPeaks {
  let pieces: Uint8Array[] | undefined = [];
  let sampleCount = 0;
  return {
    add: ({ peaks, packets, skipSamples, discardSamples }) => {
      if (peaks === undefined || sampleCount % PEAK_SAMPLES > 0) pieces = undefined;
      else pieces?.push(Uint8Array.from(peaks));
      sampleCount += packets.length * PACKET_SAMPLES - skipSamples - discardSamples;
    },
    whole: () => pieces && assemble(pieces),
  };
}
