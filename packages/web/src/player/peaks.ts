// The loudness of a recording: ten peaks a second, one byte each.
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";

export const PEAKS_PER_SECOND = 10;

/** Of each 100 ms, from 0 (−54 dB and less) to 255 (0 dB): the scale of the live wave. */
export type Peaks = Uint8Array<ArrayBuffer>;

const FLOOR_DB = -54;
const SAMPLES_PER_PEAK = SAMPLE_RATE_HZ / PEAKS_PER_SECOND;

/** @param amplitude - the loudest sample, 0 to 1 */
export function peakByte(amplitude: number): number {
  const db = 20 * Math.log10(amplitude);
  return Math.round(Math.min(1, Math.max(0, (db - FLOOR_DB) / -FLOOR_DB)) * 255);
}

export interface PeakMeter {
  /** @param samples - of one channel, the next ones at 48 kHz */
  add(samples: Float32Array): void;
  /** The peaks that are complete since the last call. */
  take(): Peaks;
  /** The peak of the rest, which is shorter than 100 ms. */
  end(): void;
}

/** @param skipSamples - of the first samples, which a player drops */
export function createPeakMeter(skipSamples: number): PeakMeter {
  let peaks: number[] = [];
  let toSkip = skipSamples;
  let count = 0;
  let loudest = 0;
  return {
    add: (samples) => {
      for (const sample of samples.subarray(Math.min(toSkip, samples.length))) {
        loudest = Math.max(loudest, Math.abs(sample));
        count += 1;
        if (count < SAMPLES_PER_PEAK) continue;
        peaks.push(peakByte(loudest));
        [count, loudest] = [0, 0];
      }
      toSkip = Math.max(0, toSkip - samples.length);
    },
    take: () => {
      const taken = Uint8Array.from(peaks);
      peaks = [];
      return taken;
    },
    end: () => {
      if (count > 0) peaks.push(peakByte(loudest));
      [count, loudest] = [0, 0];
    },
  };
}
