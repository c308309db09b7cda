// A known signal for the fake microphone: band-limited noise, whose every tenth of a second is
// unlike any other, so that correlation finds where each piece of a recording came from.
import { seededRandom } from "@tapedeck/local/faults/seeded-random";

export const SIGNAL_RATE_HZ = 48_000;

/** Fixed, so that every run of the journeys hears the same signal. */
const SEED = 20_261_123;

/** The passband: what Opus keeps faithfully at 64 kb/s, and wide enough for a sharp peak. */
const BAND_HZ = { low: 120, high: 2500 };
/** A slow swell, as speech has, so that the encoder's rate control works as it would. */
const ENVELOPE_HZ = 3.7;
const PEAK = 0.5;

/** @returns samples at 48 kHz between -0.5 and 0.5 */
export function makeNoise(durationSeconds: number, seed = SEED): Float32Array {
  const random = seededRandom(seed);
  const samples = Float32Array.from(
    { length: durationSeconds * SIGNAL_RATE_HZ },
    () => random() * 2 - 1,
  );
  for (let pass = 0; pass < 2; pass++) {
    highPass(samples, BAND_HZ.low);
    lowPass(samples, BAND_HZ.high);
  }
  let loudest = 0;
  for (let i = 0; i < samples.length; i++) {
    const swell = 0.6 + 0.4 * Math.sin((2 * Math.PI * ENVELOPE_HZ * i) / SIGNAL_RATE_HZ);
    const value = (samples[i] ?? 0) * swell;
    samples[i] = value;
    loudest = Math.max(loudest, Math.abs(value));
  }
  return samples.map((value) => (value / loudest) * PEAK);
}

/** @see https://www.w3.org/TR/audio-eq-cookbook/ for the second-order sections */
function lowPass(samples: Float32Array, cutoffHz: number): void {
  const { cos, alpha } = section(cutoffHz);
  biquad(samples, [(1 - cos) / 2, 1 - cos, (1 - cos) / 2], [1 + alpha, -2 * cos, 1 - alpha]);
}

function highPass(samples: Float32Array, cutoffHz: number): void {
  const { cos, alpha } = section(cutoffHz);
  biquad(samples, [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2], [1 + alpha, -2 * cos, 1 - alpha]);
}

function section(cutoffHz: number) {
  const omega = (2 * Math.PI * cutoffHz) / SIGNAL_RATE_HZ;
  return { cos: Math.cos(omega), alpha: Math.sin(omega) / Math.SQRT2 };
}

type Coefficients = readonly [number, number, number];

function biquad(samples: Float32Array, b: Coefficients, a: Coefficients): void {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i] ?? 0;
    const y = (b[0] * x + b[1] * x1 + b[2] * x2 - a[1] * y1 - a[2] * y2) / a[0];
    [x2, x1, y2, y1] = [x1, x, y1, y];
    samples[i] = y;
  }
}
