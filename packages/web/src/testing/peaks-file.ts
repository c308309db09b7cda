// A recording's file of two segments, as the bucket holds it, for tests of the wave.
import { joinSegments } from "@tapedeck/core/webm/join";
import { segmentCut } from "@tapedeck/core/webm/segment-cut";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";
import { makePackets } from "../../../core/src/webm/testing/opus-packets.ts";

const packets = makePackets(201);

/** Of each segment. */
export const PEAKS = [0, 1].map((sequence) =>
  Array.from({ length: 20 }, (_, i) => sequence * 20 + i),
);

/** @param peaks - `undefined`: the file holds none */
export function fileWith(
  peaks: readonly (readonly number[])[] | undefined,
): Uint8Array<ArrayBuffer> {
  return joinSegments(
    [0, 1].map((sequence) => {
      const cut = segmentCut({ sequence, packetsPerSegment: 100 });
      return writeSegment({
        packets: packets.slice(cut.firstPacket, cut.endPacket),
        channelCount: 1,
        skipSamples: cut.skipSamples,
        discardSamples: 0,
        peaks: peaks?.[sequence],
      });
    }),
  );
}
