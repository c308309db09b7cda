// Samples at 48 kHz to the nanoseconds that CodecDelay and DiscardPadding count in, and back.

/** One sample lasts 62500/3 ns: never a whole number, so both ways round to the nearest. */
const NANOS_PER_3_SAMPLES = 62_500;

export function nanosOfSamples(samples: number): number {
  return Math.round((samples * NANOS_PER_3_SAMPLES) / 3);
}

/** Exact for every result of {@link nanosOfSamples} up to a day of samples. */
export function samplesOfNanos(nanos: number): number {
  return Math.round((nanos * 3) / NANOS_PER_3_SAMPLES);
}
