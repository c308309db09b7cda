// Packets to one Cluster of a WebM file, and to the cue that leads a player there.
// @see RFC 9559 §5.1.3 and §5.1.5
import { assemble, element, int, uint, vint, type Pieces } from "./ebml-write.ts";
import * as ID from "./elements.ts";
import { nanosOfSamples, PACKET_MS } from "./sample-time.ts";

export const TRACK_NUMBER = 1;

/** Packets of one cluster: a second, the step of seeking. The format would allow 32 s. */
export const CLUSTER_PACKETS = 50;

/** Cue fields have fixed widths, so that the Cues' size is known before the positions in them are. */
const CUE_TIME_BYTES = 5;
const CUE_POSITION_BYTES = 6;

/**
 * @param firstPacket - position of the first packet in the file
 * @param packets - at most {@link CLUSTER_PACKETS}
 * @param discardSamples - of the last packet
 */
export function writeCluster(
  firstPacket: number,
  packets: readonly Uint8Array[],
  discardSamples: number,
): Uint8Array<ArrayBuffer> {
  const blocks = packets.flatMap((packet, index) =>
    index === packets.length - 1 && discardSamples > 0
      ? element(
          ID.BlockGroup,
          block(ID.Block, index, 0, packet),
          element(ID.DiscardPadding, [int(nanosOfSamples(discardSamples))]),
        )
      : block(ID.SimpleBlock, index, 0x80, packet),
  );
  const timestamp = element(ID.Timestamp, [uint(firstPacket * PACKET_MS)]);
  return assemble(element(ID.Cluster, timestamp, blocks));
}

/**
 * Not an `element`: one of its lists for each packet made a join of an hour take twice the time.
 *
 * @param flags - 0x80 marks a SimpleBlock as a keyframe, as every Opus packet is
 */
function block(id: number, indexInCluster: number, flags: number, packet: Uint8Array): Pieces {
  const ms = indexInCluster * PACKET_MS;
  const size = vint(packet.length + 4);
  return [Uint8Array.of(id, ...size, 0x80 | TRACK_NUMBER, ms >> 8, ms, flags), packet];
}

/**
 * @param clusters - in order; `length` in bytes
 * @param firstPosition - position of the first cluster, in bytes from the start of the Segment's content
 */
export function writeCues(
  clusters: readonly { readonly length: number }[],
  firstPosition: number,
): Pieces {
  let position = firstPosition;
  const points = clusters.map(({ length }, index) => {
    const point = element(
      ID.CuePoint,
      element(ID.CueTime, [uint(index * CLUSTER_PACKETS * PACKET_MS, CUE_TIME_BYTES)]),
      element(
        ID.CueTrackPositions,
        element(ID.CueTrack, [uint(TRACK_NUMBER)]),
        element(ID.CueClusterPosition, [uint(position, CUE_POSITION_BYTES)]),
      ),
    );
    position += length;
    // One piece instead of some ten: a day has 86,400 points.
    return assemble(point);
  });
  return element(ID.Cues, points);
}
