// The loudness of a recording: ten peaks a second, one byte each. The recorder takes them of the sound that it
// encodes; a page takes them of decoded sound where the files hold none.
import { PEAK_SAMPLES, SAMPLE_RATE_HZ } from "./limits.ts";

export const PEAK_MS = (PEAK_SAMPLES * 1000) / SAMPLE_RATE_HZ;

/** Of each 100 ms, from 0 (−54 dB and less) to 255 (0 dB): the scale of the live wave. */
export type Peaks = Uint8Array<ArrayBuffer>;

const FLOOR_DB = -54;

/** @param amplitude - the loudest sample, 0 to 1 */
export function peakByte(amplitude: number): number {
  const db = 20 * Math.log10(amplitude);
  return Math.round(Math.min(1, Math.max(0, 1 - db / FLOOR_DB)) * 255);
}

export interface PeakMeter {
  /** @param amplitude - of the next sample at 48 kHz: 0 to 1, or more where sound is clipped */
  add(amplitude: number): void;
  /**
   * The next peaks, each of them once.
   *
   * @param count - of more than are complete, the last one is that of the rest, shorter than 100 ms
   */
  take(count: number): readonly number[];
}

/** @param options.onPeak - called with the loudest sample of each 100 ms once they are complete */
export function createPeakMeter(
  options: {
    readonly onPeak?: (amplitude: number) => void;
  } = {},
): PeakMeter {
  const peaks: number[] = [];
  let sampleCount = 0;
  let loudest = 0;
  const endPeak = () => {
    options.onPeak?.(loudest);
    peaks.push(peakByte(loudest));
    sampleCount = loudest = 0;
  };
  return {
    add: (amplitude) => {
      loudest = Math.max(loudest, amplitude);
      sampleCount += 1;
      if (sampleCount === PEAK_SAMPLES) endPeak();
    },
    take: (count) => {
      if (peaks.length < count && sampleCount > 0) endPeak();
      return peaks.splice(0, count);
    },
  };
}
