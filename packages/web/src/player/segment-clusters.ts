// One segment's own packets, in the form in which a MediaSource takes them one after the other.
import { PACKET_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { childrenOf } from "@tapedeck/core/webm/ebml-read";
import { Cluster, Segment } from "@tapedeck/core/webm/elements";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";

export interface SegmentClusters {
  /** Header and track: the MediaSource needs one of them, before the first clusters. */
  readonly head: Uint8Array<ArrayBuffer>;
  readonly clusters: Uint8Array<ArrayBuffer>;
  /** Where the first packet of the clusters belongs on the timeline of the whole recording. */
  readonly offsetSeconds: number;
}

/**
 * Leaves the pre-roll out, which repeats the end of the segment before; but for the recording's first packet,
 * which primes the decoder. Its place is before the start, where a MediaSource plays nothing.
 *
 * @param startSample - of the segment in the recording
 * @throws {AppError} WEBM_INVALID – the file cannot be read
 */
export function segmentClusters(
  file: Uint8Array<ArrayBuffer>,
  startSample: number,
): SegmentClusters {
  const segment = readSegment(file);
  const primingSamples = startSample === 0 ? segment.skipSamples : 0;
  const bytes = writeSegment({
    packets: segment.packets.slice((segment.skipSamples - primingSamples) / PACKET_SAMPLES),
    channelCount: segment.channelCount,
    // A skip would delay the decoder at the start, and again after each seek.
    skipSamples: 0,
    discardSamples: segment.discardSamples,
  });
  const clustersOffset = firstClusterOffset(bytes);
  return {
    head: bytes.slice(0, clustersOffset),
    clusters: bytes.slice(clustersOffset),
    offsetSeconds: (startSample - primingSamples) / SAMPLE_RATE_HZ,
  };
}

function firstClusterOffset(bytes: Uint8Array): number {
  for (const element of childrenOf(bytes, { dataOffset: 0, endOffset: bytes.length })) {
    if (element.id !== Segment) continue;
    for (const child of childrenOf(bytes, element)) if (child.id === Cluster) return child.offset;
  }
  return bytes.length;
}
