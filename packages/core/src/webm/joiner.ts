// Joins segments to one file while they come, in one pass: it keeps the packets of one cluster, and of what is
// written, the sizes and the peaks. It neither reads nor writes files: the caller does.
import { AppError } from "../errors.ts";
import { PACKET_SAMPLES } from "../limits.ts";
import { CLUSTER_PACKETS, writeCluster } from "./cluster-writer.ts";
import type { Pieces } from "./ebml-write.ts";
import { writeJoinedHead } from "./joined-head.ts";
import { createJoinedPeaks } from "./joined-peaks.ts";
import { createSegmentChain } from "./segment-chain.ts";
import type { SegmentPackets } from "./segment-packets.ts";
import { readSegment } from "./segment-reader.ts";

export interface JoinEnd {
  /** Stands before everything that `add` gave: only the last packet decides what it says. */
  readonly head: Uint8Array<ArrayBuffer>;
  /** Stands behind everything that `add` gave. */
  readonly lastCluster: Uint8Array<ArrayBuffer>;
  /** Samples that a player plays. */
  readonly sampleCount: number;
}

export interface Joiner {
  /** Whether the segment begins where those before it end. Any segment follows when there is none. */
  follows(segment: SegmentPackets): boolean;
  /**
   * Adds the next segment. Its packets are views into its file, and must not change until the one after it
   * has been added.
   *
   * @param isAfterHole - segments before it are missing; default: none is. No silence stands for them.
   * @returns clusters that are finished, to be written behind the earlier ones
   * @throws {AppError} WEBM_INVALID – it does not follow the one before it; nothing was added
   */
  add(segment: SegmentPackets, isAfterHole?: boolean): Pieces;
  /** The file is `head`, all clusters in order, `lastCluster`. @throws {RangeError} there is no segment */
  end(): JoinEnd;
}

export function createJoiner(): Joiner {
  const chain = createSegmentChain();
  const peaks = createJoinedPeaks();
  /** Of what was given, the sizes alone. */
  const clusters: { readonly length: number }[] = [];
  let segmentCount = 0;
  let packets: Uint8Array[] = [];

  function takeCluster(packetCount: number, discardSamples: number): Uint8Array<ArrayBuffer> {
    const first = clusters.length * CLUSTER_PACKETS;
    const cluster = writeCluster(first, packets.slice(0, packetCount), discardSamples);
    packets = packets.slice(packetCount);
    clusters.push({ length: cluster.length });
    return cluster;
  }

  return {
    follows: (segment) => chain.brokenBy(segment, false) === undefined,
    add(segment, isAfterHole = false) {
      const rule = chain.brokenBy(segment, isAfterHole);
      if (rule !== undefined) throw boundaryInvalid(segmentCount, rule);
      segmentCount += 1;
      peaks.add(segment);
      for (const packet of chain.add(segment)) packets.push(packet);
      const finished: Uint8Array[] = [];
      // One packet at least stays: only the end knows whether it is the last, which may discard samples.
      while (packets.length > CLUSTER_PACKETS) finished.push(takeCluster(CLUSTER_PACKETS, 0));
      return finished;
    },
    end() {
      const { channelCount, skipSamples, discardSamples, packetCount } = chain.whole();
      const sampleCount = packetCount * PACKET_SAMPLES - skipSamples - discardSamples;
      const lastCluster = takeCluster(packets.length, discardSamples);
      const head = writeJoinedHead({
        channelCount,
        skipSamples,
        sampleCount,
        clusters,
        peaks: peaks.whole(),
      });
      return { head, lastCluster, sampleCount };
    },
  };
}

/**
 * Reads a segment file that is to be joined.
 *
 * @param index - its place in the join, from 0
 * @throws {AppError} WEBM_INVALID – names that place
 */
export function readSegmentToJoin(bytes: Uint8Array, index: number): SegmentPackets {
  try {
    return readSegment(bytes);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError("WEBM_INVALID", `Segment ${index} of the join: ${error.message}`, {
      details: { ...error.details, segment: index },
      cause: error,
    });
  }
}

function boundaryInvalid(index: number, rule: string): AppError {
  return new AppError("WEBM_INVALID", `Between segments ${index - 1} and ${index}: ${rule}.`, {
    details: { segment: index },
  });
}
