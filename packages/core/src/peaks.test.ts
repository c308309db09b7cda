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
function meterOf(clicks: readonly number[], sampleCount: number) {
  const meter = createPeakMeter();
  for (let at = 0; at < sampleCount; at += 1) meter.add(clicks.includes(at) ? 1 : 0);
  return meter;
}

test("each 100 ms give one peak, which is taken once", () => {
  const meter = meterOf([4799, 9600, 14_399], 19_200);
  expect(meter.take(1)).toEqual([255]);
  expect(meter.take(2)).toEqual([0, 255]);
  expect(meter.take(1)).toEqual([0]);
  expect(meter.take(1)).toEqual([]);
});

test("the sound that fills no peak is one of its own only when it is asked for", () => {
  const meter = meterOf([4801], 5000);
  expect(meter.take(1)).toEqual([0]);
  expect(meter.take(Infinity)).toEqual([255]);
  expect(meter.take(Infinity)).toEqual([]);
});

test("the loudest sample of each 100 ms is told as it is when they are complete", () => {
  const told: number[] = [];
  const meter = createPeakMeter({ onPeak: (amplitude) => told.push(amplitude) });
  for (let at = 0; at < 9601; at += 1) meter.add(at === 4000 ? 1.25 : 0.25);
  expect(told).toEqual([1.25, 0.25]);
});
