import { expect, test } from "vitest";
import { createPeakMeter, peakByte } from "./peaks.ts";

test.each([
  [1, 255],
  [1.5, 255],
  [0.5, 227],
  [0.002, 0],
  [0, 0],
])("an amplitude of %d is the byte %d", (amplitude, byte) => {
  expect(peakByte(amplitude)).toBe(byte);
});

/** Silence, with one sample of full loudness at each of these places. */
function silenceWith(clicks: readonly number[], length: number): Float32Array {
  const samples = new Float32Array(length);
  for (const at of clicks) samples[at] = -1;
  return samples;
}

test("each 100 ms give one peak, in whatever pieces the sound comes", () => {
  const samples = silenceWith([4799, 9600, 14_399], 14_900);
  for (const piece of [960, 1000, 4800, 20_000]) {
    const meter = createPeakMeter(0);
    for (let at = 0; at < samples.length; at += piece) meter.add(samples.subarray(at, at + piece));
    meter.end();
    expect([...meter.take()]).toEqual([255, 0, 255, 0]);
  }
});

test("what a player drops at the start has no peak", () => {
  const meter = createPeakMeter(960);
  meter.add(silenceWith([959], 500));
  meter.add(silenceWith([459], 460));
  meter.add(silenceWith([4799], 9600));
  expect([...meter.take()]).toEqual([255, 0]);
  expect([...meter.take()]).toEqual([]);
});
