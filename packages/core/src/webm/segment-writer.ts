// Packets to one complete, seekable WebM file. segment-cut.ts chooses the packets; segment-reader.ts is the
// way back, from untrusted bytes.
// @see RFC 9559, https://www.webmproject.org/docs/container/
import { PACKET_SAMPLES, SAMPLE_RATE_HZ } from "../limits.ts";
import { ascii, assemble, element, float64, int, sizeOf, uint, type Pieces } from "./ebml-write.ts";
import * as ID from "./elements.ts";
import { MAX_PRE_SKIP_SAMPLES, writeOpusHead } from "./opus-head.ts";
import { opusPacketSamples } from "./opus-packet.ts";
import type { SegmentPackets } from "./segment-packets.ts";
import { NANOS_PER_MS, nanosOfSamples, PACKET_MS, SAMPLES_PER_MS } from "./sample-time.ts";

const TRACK_NUMBER = 1;

/** Packets of one cluster: a second, the step of seeking. The format would allow 32 s. */
const CLUSTER_PACKETS = 50;

/** Cue fields have fixed widths, so that the Cues' size is known before the positions in them are. */
const CUE_TIME_BYTES = 5;
const CUE_POSITION_BYTES = 6;

/**
 * A player decodes exactly `packets.length × 960 − skipSamples − discardSamples` samples from it.
 *
 * @throws {RangeError} the segment breaks a rule of its type: a bug of the caller
 */
export function writeSegment(segment: SegmentPackets): Uint8Array<ArrayBuffer> {
  const sampleCount = declaredSamples(segment);
  const clusters = writeClusters(segment);
  const head = [...writeInfo(sampleCount), ...writeTracks(segment)];
  // Cues stand before the clusters: one read of the file's start is enough to seek anywhere in it.
  const cuesSize = sizeOf(writeCues(clusters, 0));
  const cues = writeCues(clusters, sizeOf(head) + cuesSize);
  return assemble([...writeHeader(), ...element(ID.Segment, head, cues, clusters.flat())]);
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
    throw new RangeError(`a segment must hold a sample, got ${sampleCount} after skip and discard`);
  }
  return sampleCount;
}

function writeHeader(): Pieces {
  return element(
    ID.EBML,
    element(ID.EBMLVersion, [uint(1)]),
    element(ID.EBMLReadVersion, [uint(1)]),
    element(ID.EBMLMaxIDLength, [uint(4)]),
    element(ID.EBMLMaxSizeLength, [uint(8)]),
    element(ID.DocType, [ascii("webm")]),
    element(ID.DocTypeVersion, [uint(4)]), // CodecDelay, SeekPreRoll and DiscardPadding came in 4
    element(ID.DocTypeReadVersion, [uint(2)]), // SimpleBlock came in 2
  );
}

function writeInfo(sampleCount: number): Pieces {
  return element(
    ID.Info,
    element(ID.TimestampScale, [uint(NANOS_PER_MS)]),
    element(ID.Duration, [float64(sampleCount / SAMPLES_PER_MS)]),
    element(ID.MuxingApp, [ascii("tapedeck")]),
    element(ID.WritingApp, [ascii("tapedeck")]),
  );
}

function writeTracks({ channelCount, skipSamples }: SegmentPackets): Pieces {
  return element(
    ID.Tracks,
    element(
      ID.TrackEntry,
      element(ID.TrackNumber, [uint(TRACK_NUMBER)]),
      element(ID.TrackUID, [uint(1)]),
      element(ID.TrackType, [uint(2)]), // audio
      element(ID.FlagLacing, [uint(0)]),
      element(ID.Language, [ascii("und")]), // absent would mean English
      element(ID.CodecID, [ascii("A_OPUS")]),
      // The skip is written twice: ffmpeg reads only OpusHead, the specification names CodecDelay.
      element(ID.CodecPrivate, [writeOpusHead({ channelCount, preSkipSamples: skipSamples })]),
      element(ID.CodecDelay, [uint(nanosOfSamples(skipSamples))]),
      element(ID.SeekPreRoll, [uint(80 * NANOS_PER_MS)]),
      element(
        ID.Audio,
        element(ID.SamplingFrequency, [float64(SAMPLE_RATE_HZ)]),
        element(ID.Channels, [uint(channelCount)]),
      ),
    ),
  );
}

function writeClusters({ packets, discardSamples }: SegmentPackets): readonly Pieces[] {
  const clusters: Pieces[] = [];
  for (let first = 0; first < packets.length; first += CLUSTER_PACKETS) {
    const blocks = packets
      .slice(first, first + CLUSTER_PACKETS)
      .map((packet, index) =>
        first + index === packets.length - 1 && discardSamples > 0
          ? element(
              ID.BlockGroup,
              element(ID.Block, [blockHeader(index, 0), packet]),
              element(ID.DiscardPadding, [int(nanosOfSamples(discardSamples))]),
            )
          : element(ID.SimpleBlock, [blockHeader(index, 0x80), packet]),
      );
    clusters.push(
      element(ID.Cluster, element(ID.Timestamp, [uint(first * PACKET_MS)]), blocks.flat()),
    );
  }
  return clusters;
}

/** @param flags - 0x80 marks a SimpleBlock as a keyframe, as every Opus packet is */
function blockHeader(indexInCluster: number, flags: number): Uint8Array {
  const relativeMs = indexInCluster * PACKET_MS;
  return Uint8Array.of(0x80 | TRACK_NUMBER, relativeMs >> 8, relativeMs & 0xff, flags);
}

/** @param firstPosition - position of the first cluster, in bytes from the start of the Segment's content */
function writeCues(clusters: readonly Pieces[], firstPosition: number): Pieces {
  let position = firstPosition;
  const points = clusters.map((cluster, index) => {
    const point = element(
      ID.CuePoint,
      element(ID.CueTime, [uint(index * CLUSTER_PACKETS * PACKET_MS, CUE_TIME_BYTES)]),
      element(
        ID.CueTrackPositions,
        element(ID.CueTrack, [uint(TRACK_NUMBER)]),
        element(ID.CueClusterPosition, [uint(position, CUE_POSITION_BYTES)]),
      ),
    );
    position += sizeOf(cluster);
    return point;
  });
  return element(ID.Cues, points.flat());
}
