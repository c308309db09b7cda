// Converts samples at 48 kHz to the units of time in a WebM file. nanos-reader.ts is the way back.
import { PACKET_SAMPLES, SAMPLE_RATE_HZ } from "../limits.ts";

export const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000;
export const PACKET_MS = PACKET_SAMPLES / SAMPLES_PER_MS;
export const NANOS_PER_MS = 1_000_000;

/** One sample lasts 62500/3 ns: never a whole number, so both ways round to the nearest. */
export const NANOS_PER_3_SAMPLES = 62_500;

/** Nanoseconds, the unit of CodecDelay and DiscardPadding. */
export function nanosOfSamples(samples: number): number {
  return Math.round((samples * NANOS_PER_3_SAMPLES) / 3);
}
