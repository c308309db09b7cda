import { describe, expect, test } from "vitest";
import { locateWindows } from "./locate.ts";
import { makeNoise } from "./noise.ts";

const signal = makeNoise(8);

/** The measuring tool of the journeys, measured: it must see the smallest damage there is. */
describe("the locator of the known signal", () => {
  test("finds an undamaged recording at one constant offset", () => {
    const offsets = locateWindows(signal.slice(48_123, 240_000), signal).map((w) => w.offset);
    expect(Math.max(...offsets.map((offset) => Math.abs(offset - 48_123)))).toBeLessThan(0.05);
  });

  test.each([
    ["lost", 1],
    ["doubled", -1],
  ])("sees one %s sample as a step of one", (_what, step) => {
    const cut = 96_000;
    const damaged = new Float32Array([
      ...signal.subarray(24_000, 24_000 + cut),
      ...signal.subarray(24_000 + cut + step, 240_000),
    ]);
    const windows = locateWindows(damaged, signal);
    const before = windows.filter((w) => w.at + 4800 <= cut).map((w) => w.offset);
    const after = windows.filter((w) => w.at >= cut).map((w) => w.offset);
    expect((after.at(-1) ?? NaN) - (before.at(-1) ?? NaN)).toBeCloseTo(step, 1);
  });
});
