// An hour of sound that was never recorded: the packets are noise of the size that Opus gives at
// 64 kb/s, cut and written by the code that the encoder worker runs.
import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { segmentCut } from "@tapedeck/core/webm/segment-cut";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";

const SEGMENTS = 720;
const SEGMENT_SECONDS = 5;
const PACKETS_PER_SEGMENT = SEGMENT_SECONDS * 50;
const PACKET_BYTES = 160;
/** One frame of 20 ms, CELT, full band: what browsers make. @see RFC 6716 §3.1 */
const FIRST_BYTE = 31 << 3;

/** One packet more than the sound takes: the one that primes the encoder. */
export const HOUR_PACKETS = 1 + SEGMENTS * PACKETS_PER_SEGMENT;

/** @returns the files, in order */
export async function writeHour(dir: string): Promise<string[]> {
  await mkdir(dir, { recursive: true });
  const packets = Array.from({ length: HOUR_PACKETS }, () => {
    const packet = randomBytes(PACKET_BYTES);
    packet[0] = FIRST_BYTE;
    return packet;
  });
  const files: string[] = [];
  for (let sequence = 0; sequence < SEGMENTS; sequence += 1) {
    const { firstPacket, endPacket, skipSamples } = segmentCut({
      sequence,
      packetsPerSegment: PACKETS_PER_SEGMENT,
    });
    const file = join(dir, `${String(sequence).padStart(6, "0")}.webm`);
    const segment = packets.slice(firstPacket, endPacket);
    const shape = { channelCount: 1, skipSamples, discardSamples: 0 } as const;
    await writeFile(file, writeSegment({ packets: segment, ...shape }));
    files.push(file);
  }
  return files;
}
