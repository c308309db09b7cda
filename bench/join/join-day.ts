// The program that is measured: a day of sound, made segment by segment, joined and counted. It stands for the
// memory of the join alone, so the file goes nowhere. Prints its largest memory in kB.
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { createJoiner, readSegmentToJoin } from "@tapedeck/core/webm/joiner";
import { segmentCut } from "@tapedeck/core/webm/segment-cut";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";

const SEGMENTS = 17_280;
const PACKETS_PER_SEGMENT = 250;
const PACKET_BYTES = 160;
/** One frame of 20 ms, CELT, full band: what browsers make. @see RFC 6716 §3.1 */
const FIRST_BYTE = 31 << 3;

/** A packet that holds its place, so that the join can tell a segment from its neighbours. */
function packetAt(place: number): Uint8Array {
  const packet = new Uint8Array(PACKET_BYTES);
  packet[0] = FIRST_BYTE;
  new DataView(packet.buffer).setUint32(1, place);
  return packet;
}

const joiner = createJoiner();
let sizeBytes = 0;
for (let sequence = 0; sequence < SEGMENTS; sequence++) {
  const { firstPacket, endPacket, skipSamples } = segmentCut({
    sequence,
    packetsPerSegment: PACKETS_PER_SEGMENT,
  });
  const packets = Array.from({ length: endPacket - firstPacket }, (_, i) =>
    packetAt(firstPacket + i),
  );
  const file = writeSegment({ packets, channelCount: 1, skipSamples, discardSamples: 0 });
  for (const cluster of joiner.add(readSegmentToJoin(file, sequence))) sizeBytes += cluster.length;
}
const { head, lastCluster, sampleCount } = joiner.end();
sizeBytes += head.length + lastCluster.length;
const expected = SEGMENTS * PACKETS_PER_SEGMENT * PACKET_SAMPLES;
if (sampleCount !== expected) throw new Error(`the day has ${sampleCount} samples of ${expected}`);
console.log(`${sizeBytes} bytes, maxrss=${process.resourceUsage().maxRSS}kB`);
