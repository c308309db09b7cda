// Nanoseconds to samples at 48 kHz: the way back of sample-time.ts, which a recorder does not need.
import { NANOS_PER_3_SAMPLES } from "./sample-time.ts";

/** Exact for every result of `nanosOfSamples` up to a day of samples. */
export function samplesOfNanos(nanos: number): number {
  return Math.round((nanos * 3) / NANOS_PER_3_SAMPLES);
}
