// Cuts one continuous stream of packets into segments. Pure: the bytes of a file are made by
// core's segment writer, where to cut is core's segment-cut rule.
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { PRIMING_PACKETS, segmentCut } from "@tapedeck/core/webm/segment-cut";

/** A segment's packets and how to trim them. */
export interface CutSegment {
  readonly sequence: number;
  readonly startSample: number;
  /** `packets.length × 960 − skipSamples − discardSamples`. */
  readonly sampleCount: number;
  readonly packets: readonly Uint8Array[];
  readonly skipSamples: number;
  readonly discardSamples: number;
}

/** Packets come in one by one, segments are taken out in order; nothing is taken twice. */
export interface Segmenter {
  push(packet: Uint8Array): void;
  /**
   * The segments that are whole. A packet may hold padding that was fed after the last sound, so
   * having the packets is not enough: the sound must have been captured too.
   *
   * @param capturedSamples - sound fed to the encoder so far, in samples at 48 kHz
   */
  takeWhole(capturedSamples: number): CutSegment[];
  /**
   * All that is left, once the encoder is flushed: whole segments, then a shorter one if sound
   * remains. Should packets be missing, the sound that they would have held is left out.
   */
  takeRest(capturedSamples: number): CutSegment[];
}

export function createSegmenter({
  packetsPerSegment,
}: {
  readonly packetsPerSegment: number;
}): Segmenter {
  const segmentSamples = packetsPerSegment * PACKET_SAMPLES;
  let sequence = 0;
  /** From the first packet of the next segment on: its pre-roll is all that is kept of the past. */
  let kept: Uint8Array[] = [];
  let keptFrom = 0;

  const packetCount = () => keptFrom + kept.length;

  /** Takes the next segment up to the sample, which lies in it or at its end. */
  function takeUntil(endSample: number): CutSegment {
    const { firstPacket, skipSamples } = segmentCut({ sequence, packetsPerSegment });
    const startSample = sequence * segmentSamples;
    const endPacket = PRIMING_PACKETS + Math.ceil(endSample / PACKET_SAMPLES);
    const cut: CutSegment = {
      sequence,
      startSample,
      sampleCount: endSample - startSample,
      packets: kept.slice(firstPacket - keptFrom, endPacket - keptFrom),
      skipSamples,
      discardSamples: (endPacket - PRIMING_PACKETS) * PACKET_SAMPLES - endSample,
    };
    sequence += 1;
    const nextFirst = segmentCut({ sequence, packetsPerSegment }).firstPacket;
    kept = kept.slice(nextFirst - keptFrom);
    keptFrom = nextFirst;
    return cut;
  }

  function takeWhole(capturedSamples: number): CutSegment[] {
    const cuts: CutSegment[] = [];
    for (;;) {
      const endSample = (sequence + 1) * segmentSamples;
      const endPacket = segmentCut({ sequence, packetsPerSegment }).endPacket;
      if (endSample > capturedSamples || endPacket > packetCount()) return cuts;
      cuts.push(takeUntil(endSample));
    }
  }

  return {
    push: (packet) => {
      kept.push(packet);
    },
    takeWhole,
    takeRest: (capturedSamples) => {
      const heldSamples = (packetCount() - PRIMING_PACKETS) * PACKET_SAMPLES;
      const endSample = Math.min(capturedSamples, heldSamples);
      const cuts = takeWhole(endSample);
      if (endSample > sequence * segmentSamples) cuts.push(takeUntil(endSample));
      return cuts;
    },
  };
}
