// The OpusHead structure, which WebM stores as the track's CodecPrivate.
// @see RFC 7845 §5.1, https://wiki.xiph.org/MatroskaOpus
import { SAMPLE_RATE_HZ } from "../limits.ts";
import { ascii } from "./ebml-write.ts";

const MAGIC = "OpusHead";
const SIZE_BYTES = 19;

/** Pre-skip is stored in 16 bits. */
export const MAX_PRE_SKIP_SAMPLES = 0xffff;

export interface OpusHead {
  readonly channelCount: 1 | 2;
  /** Samples at 48 kHz to drop at the start. */
  readonly preSkipSamples: number;
}

export function writeOpusHead({ channelCount, preSkipSamples }: OpusHead): Uint8Array {
  const bytes = new Uint8Array(SIZE_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii(MAGIC));
  view.setUint8(8, 1); // version
  view.setUint8(9, channelCount);
  view.setUint16(10, preSkipSamples, true);
  view.setUint32(12, SAMPLE_RATE_HZ, true); // of the source: informative
  return bytes; // output gain and mapping family stay 0
}

/** @returns the structure, or the sentence that says which rule the bytes break */
export function readOpusHead(bytes: Uint8Array): OpusHead | string {
  if (bytes.length !== SIZE_BYTES || !ascii(MAGIC).every((byte, i) => byte === bytes[i])) {
    return `CodecPrivate must be an OpusHead of ${SIZE_BYTES} bytes`;
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
