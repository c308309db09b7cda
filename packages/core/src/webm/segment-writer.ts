// Packets to one complete, seekable WebM file. segment-cut.ts chooses the packets; segment-reader.ts is the
// way back, from untrusted bytes.
// @see RFC 9559, https://www.webmproject.org/docs/container/
import { PACKET_SAMPLES } from "../limits.ts";
import { CLUSTER_PACKETS, writeCluster, writeCues } from "./cluster-writer.ts";
import { assemble, element, sizeOf } from "./ebml-write.ts";
import * as ID from "./elements.ts";
import { writeHeader, writeInfo, writeTracks } from "./file-head.ts";
import { MAX_PRE_SKIP_SAMPLES } from "./opus-head.ts";
import { opusPacketSamples } from "./opus-packet.ts";
import { writePeaksTag } from "./peaks-tag.ts";
import type { SegmentPackets } from "./segment-packets.ts";
import { SAMPLES_PER_MS } from "./sample-time.ts";

/**
 * A player decodes exactly `packets.length × 960 − skipSamples − discardSamples` samples from it.
 *
 * @throws {RangeError} the segment breaks a rule of its type: a bug of the caller
 */
export function writeSegment(segment: SegmentPackets): Uint8Array<ArrayBuffer> {
  const sampleCount = declaredSamples(segment);
  const { packets, discardSamples } = segment;
  const clusters: Uint8Array[] = [];
  for (let first = 0; first < packets.length; first += CLUSTER_PACKETS) {
    const end = first + CLUSTER_PACKETS;
    const isLast = end >= packets.length;
    clusters.push(writeCluster(first, packets.slice(first, end), isLast ? discardSamples : 0));
  }
  const head = [
    ...writeInfo(sampleCount),
    ...writeTracks(segment),
    ...writePeaksTag(segment.peaks),
  ];
  // Cues stand before the clusters: one read of the file's start is enough to seek anywhere in it.
  const cuesSize = sizeOf(writeCues(clusters, 0));
  const cues = writeCues(clusters, sizeOf(head) + cuesSize);
  return assemble([...writeHeader(), ...element(ID.Segment, head, cues, clusters)]);
}

function declaredSamples({
  packets,
  channelCount,
  skipSamples,
  discardSamples,
}: SegmentPackets): number {
  if (channelCount !== 1 && channelCount !== 2) {
    throw new RangeError(`channelCount must be 1 or 2, got ${String(channelCount)}`);
  }
  if (
    !Number.isInteger(skipSamples / SAMPLES_PER_MS) ||
    skipSamples < 0 ||
    skipSamples > MAX_PRE_SKIP_SAMPLES
  ) {
    throw new RangeError(`skipSamples must be whole ms within 16 bits, got ${skipSamples}`);
  }
  if (!Number.isInteger(discardSamples) || discardSamples < 0 || discardSamples >= PACKET_SAMPLES) {
    throw new RangeError(
      `discardSamples must be from 0 to ${PACKET_SAMPLES - 1}, got ${discardSamples}`,
    );
  }
  packets.forEach((packet, index) => {
    const samples = opusPacketSamples(packet);
    if (samples !== PACKET_SAMPLES) {
      throw new RangeError(`packet ${index} must hold ${PACKET_SAMPLES} samples, got ${samples}`);
    }
  });
  const sampleCount = packets.length * PACKET_SAMPLES - skipSamples - discardSamples;
  if (sampleCount < 1) {
    throw new RangeError(`a file must hold a sample, got ${sampleCount}`);
  }
  return sampleCount;
}
