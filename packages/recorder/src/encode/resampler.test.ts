import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createResampler } from "./resampler.ts";

const OUT_HZ = 48_000;

/** A sine as microphones of one rate after the other hear it, in blocks of 10 ms. */
function hear(
  frequencyHz: number,
  parts: readonly { readonly rateHz: number; readonly blocks: number }[],
): Float32Array {
  const resampler = createResampler();
  const pieces: Float32Array[] = [];
  let seconds = 0;
  for (const { rateHz, blocks } of parts) {
    const count = Math.round(rateHz / 100);
    for (let block = 0; block < blocks; block++) {
      const samples = Float32Array.from({ length: count }, (_, index) =>
        sine(frequencyHz, seconds + index / rateHz),
      );
      pieces.push(resampler.take(samples, rateHz));
      seconds += count / rateHz;
    }
  }
  pieces.push(resampler.flush());
  return Float32Array.from(pieces.flatMap((piece) => [...piece]));
}

const sine = (frequencyHz: number, seconds: number) =>
  0.5 * Math.sin(2 * Math.PI * frequencyHz * seconds);

/** Of the whole against the sine itself, its edges left out; in dB. */
function signalToNoise(output: Float32Array, frequencyHz: number): number {
  let [signal, noise] = [0, 0];
  for (let index = 480; index < output.length - 480; index++) {
    const right = sine(frequencyHz, index / OUT_HZ);
    signal += right ** 2;
    noise += ((output[index] ?? Number.NaN) - right) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

describe("the resampler", () => {
  test.each([
    { rateHz: 8_000, frequencyHz: 3_000 },
    { rateHz: 16_000, frequencyHz: 440 },
    { rateHz: 16_000, frequencyHz: 6_500 },
    { rateHz: 22_050, frequencyHz: 8_000 },
    { rateHz: 44_100, frequencyHz: 997 },
    { rateHz: 44_100, frequencyHz: 18_000 },
    { rateHz: 44_056, frequencyHz: 997 },
    { rateHz: 96_000, frequencyHz: 18_000 },
    { rateHz: 192_000, frequencyHz: 997 },
  ])("of $rateHz Hz: $frequencyHz Hz are right to 70 dB", ({ rateHz, frequencyHz }) => {
    const output = hear(frequencyHz, [{ rateHz, blocks: 50 }]);
    expect(signalToNoise(output, frequencyHz)).toBeGreaterThan(70);
  });

  test("gives sound of 48 kHz back bit for bit, at once", () => {
    const resampler = createResampler();
    const samples = Float32Array.from({ length: 480 }, () => Math.random() * 2 - 1);
    expect(resampler.take(samples, OUT_HZ)).toEqual(samples);
    expect(resampler.flush()).toHaveLength(0);
  });

  test("folds no frequency above 24 kHz back into the sound", () => {
    const output = hear(30_000, [{ rateHz: 96_000, blocks: 50 }]);
    const loudest = Math.max(...output.subarray(480, -480).map(Math.abs));
    expect(20 * Math.log10(loudest / 0.5)).toBeLessThan(-70);
  });

  test("gives the same sound, of the same length, however it is cut into blocks", () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });
    const rates = fc.constantFrom(8_000, 16_000, 44_100, 48_000, 96_000);
    fc.assert(
      fc.property(cuts, rates, (lengths, rateHz) => {
        const total = lengths.reduce((sum, length) => sum + length, 0);
        const sound = Float32Array.from({ length: total }, (_, index) => Math.sin(index * 0.3));
        const whole = createResampler();
        const once = [...whole.take(sound, rateHz), ...whole.flush()];
        const resampler = createResampler();
        const pieces: number[] = [];
        let taken = 0;
        for (const length of lengths) {
          pieces.push(...resampler.take(sound.subarray(taken, taken + length), rateHz));
          taken += length;
        }
        pieces.push(...resampler.flush());
        expect(pieces.findIndex((sample, index) => sample !== once[index])).toBe(-1);
        expect(pieces).toHaveLength(Math.ceil((total * OUT_HZ) / rateHz));
      }),
      { numRuns: 30 },
    );
  });
});

describe("the resampler at a change of rate", () => {
  test.each([
    [48_000, 16_000],
    [16_000, 48_000],
    [48_000, 44_100],
    [44_100, 16_000],
    [96_000, 8_000],
    [8_000, 48_000],
  ])("from %d to %d Hz goes on where it was, without a seam", (before, after) => {
    const output = hear(300, [
      { rateHz: before, blocks: 20 },
      { rateHz: after, blocks: 20 },
    ]);
    expect(Math.abs(output.length - 0.4 * OUT_HZ)).toBeLessThanOrEqual(1);
    // What a click would be: 0.02 is the sine's own step from one sample to the next.
    let worst = 0;
    for (let index = 480; index < output.length - 480; index++) {
      const wrong = Math.abs((output[index] ?? Number.NaN) - sine(300, index / OUT_HZ));
      worst = Math.max(worst, wrong);
    }
    expect(worst).toBeLessThan(0.012);
  });

  test("moves the sound by less than 2 ms after a thousand changes", () => {
    const resampler = createResampler();
    let count = 0;
    for (let change = 0; change < 1000; change++) {
      const rateHz = [48_000, 16_000, 44_100][change % 3] ?? 48_000;
      count += resampler.take(new Float32Array(rateHz / 100), rateHz).length;
    }
    count += resampler.flush().length;
    expect(Math.abs(count - 1000 * 480)).toBeLessThan(96);
  });
});
