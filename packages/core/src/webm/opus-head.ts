// The OpusHead structure, which WebM stores as the track's CodecPrivate.
// @see RFC 7845 §5.1, https://wiki.xiph.org/MatroskaOpus
import { SAMPLE_RATE_HZ } from "../limits.ts";
import { ascii } from "./ebml-write.ts";

export const OPUS_HEAD_MAGIC = "OpusHead";
export const OPUS_HEAD_BYTES = 19;

/** Pre-skip is stored in 16 bits. */
export const MAX_PRE_SKIP_SAMPLES = 0xffff;

export interface OpusHead {
  readonly channelCount: 1 | 2;
  /** Samples at 48 kHz to drop at the start. */
  readonly preSkipSamples: number;
}

export function writeOpusHead({ channelCount, preSkipSamples }: OpusHead): Uint8Array {
  const bytes = new Uint8Array(OPUS_HEAD_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(ascii(OPUS_HEAD_MAGIC));
  view.setUint8(8, 1); // version
  view.setUint8(9, channelCount);
  view.setUint16(10, preSkipSamples, true);
  view.setUint32(12, SAMPLE_RATE_HZ, true); // of the source: informative
  return bytes; // output gain and mapping family stay 0
}
