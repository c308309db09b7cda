// Untrusted bytes to an OpusHead: the way back of opus-head.ts, which a recorder does not need.
// @see RFC 7845 §5.1
import { ascii } from "./ebml-write.ts";
import { OPUS_HEAD_BYTES, OPUS_HEAD_MAGIC, type OpusHead } from "./opus-head.ts";

/** @returns the structure, or the sentence that says which rule the bytes break */
export function readOpusHead(bytes: Uint8Array): OpusHead | string {
  if (
    bytes.length !== OPUS_HEAD_BYTES ||
    !ascii(OPUS_HEAD_MAGIC).every((byte, i) => byte === bytes[i])
  ) {
    return `CodecPrivate must be an OpusHead of ${OPUS_HEAD_BYTES} bytes`;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = view.getUint8(8);
  // The upper four bits are the incompatible part of the version.
  if (version > 15) return `OpusHead must be of version 0 to 15, got ${version}`;
  const channelCount = view.getUint8(9);
  if (channelCount !== 1 && channelCount !== 2) {
    return `OpusHead must have 1 or 2 channels, got ${channelCount}`;
  }
  const gain = view.getInt16(16, true);
  // Packets joined from files of different gain would play at different loudness.
  if (gain !== 0) return `OpusHead must have an output gain of 0, got ${gain}`;
  const family = view.getUint8(18);
  if (family !== 0) return `OpusHead must have the channel mapping family 0, got ${family}`;
  return { channelCount, preSkipSamples: view.getUint16(10, true) };
}
