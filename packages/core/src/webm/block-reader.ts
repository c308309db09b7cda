// Reads the header of a Block or SimpleBlock, and the packet behind it. The segment reader checks its time
// against the other blocks.
// @see RFC 9559 §10.1 and §10.2
import { bigEndian, vintWidth, type ElementRead } from "./ebml-read.ts";
import { webmInvalid } from "./webm-invalid.ts";

export interface BlockRead {
  /** Milliseconds from its cluster's timestamp, from -32768 to 32767. */
  readonly relativeMs: number;
  /** A view into the file. */
  readonly packet: Uint8Array;
}

const TIMESTAMP_AND_FLAGS_BYTES = 3;
const MAX_TRACK_NUMBER_BYTES = 8;
const LACING_FLAGS = 0x06;

export function readBlock(bytes: Uint8Array, block: ElementRead, trackNumber: number): BlockRead {
  const { offset, dataOffset, endOffset } = block;
  const trackBytes = vintWidth(bytes, dataOffset, endOffset, MAX_TRACK_NUMBER_BYTES);
  const track = bigEndian(bytes, dataOffset, trackBytes) - 2 ** (7 * trackBytes);
  const timestampOffset = dataOffset + trackBytes;
  const packetOffset = timestampOffset + TIMESTAMP_AND_FLAGS_BYTES;
  if (packetOffset > endOffset) throw webmInvalid("A block must hold its whole header", offset);
  if (track !== trackNumber) {
    throw webmInvalid(`A block must be of track ${trackNumber}, got ${track}`, offset);
  }
  const flags = bytes[packetOffset - 1] ?? 0;
  if ((flags & LACING_FLAGS) !== 0) throw webmInvalid("A block must not be laced", offset);
  return {
    // Two shifts make the 16 bits a signed number.
    relativeMs: (bigEndian(bytes, timestampOffset, 2) << 16) >> 16,
    packet: bytes.subarray(packetOffset, endOffset),
  };
}
