import { describe, expect, test } from "vitest";
import { findMissing } from "./missing.ts";
import { makeNoise } from "./noise.ts";

const SECOND = 48_000;
const signal = makeNoise(12, 7);

/** The parts of the signal, given in seconds, one after the other. */
function recordingOf(...parts: readonly (readonly [from: number, to: number])[]): Float32Array {
  return Float32Array.from(
    parts.flatMap(([from, to]) => [...signal.subarray(from * SECOND, to * SECOND)]),
  );
}

function rounded(recording: Float32Array) {
  return findMissing(recording, signal).stretches.map(({ at, missingMs, addedMs }) => ({
    atSeconds: Math.round((at / SECOND) * 10) / 10,
    missingMs: Math.round(missingMs),
    addedMs: Math.round(addedMs),
  }));
}

describe("the search for missing sound", () => {
  test("finds nothing in a recording that is whole", () => {
    const { stretches, heard } = findMissing(recordingOf([1, 9]), signal);
    expect(stretches).toEqual([]);
    expect(heard.from / SECOND).toBeCloseTo(1, 2);
    expect(heard.to / SECOND).toBeCloseTo(9, 1);
  });

  test("measures a loss of 10 ms where it is", () => {
    expect(rounded(recordingOf([1, 3.456], [3.466, 9]))).toEqual([
      { atSeconds: 2.5, missingMs: 10, addedMs: 0 },
    ]);
  });

  test("measures a loss of 3 s where it is", () => {
    expect(rounded(recordingOf([1, 3], [6, 9]))).toEqual([
      { atSeconds: 2, missingMs: 3000, addedMs: 0 },
    ]);
  });

  test("tells two losses apart that are 200 ms from each other", () => {
    expect(rounded(recordingOf([1, 3], [3.05, 3.25], [3.35, 9]))).toEqual([
      { atSeconds: 2, missingMs: 50, addedMs: 0 },
      { atSeconds: 2.2, missingMs: 100, addedMs: 0 },
    ]);
  });

  test("finds the pieces of 50 ms that lie between losses", () => {
    expect(rounded(recordingOf([1, 3], [3.05, 3.1], [3.5, 3.55], [3.6, 9]))).toEqual([
      { atSeconds: 2, missingMs: 50, addedMs: 0 },
      { atSeconds: 2.1, missingMs: 400, addedMs: 0 },
      { atSeconds: 2.1, missingMs: 50, addedMs: 0 },
    ]);
  });

  test("counts sound as missing when silence stands in its place", () => {
    const recording = recordingOf([1, 9]);
    recording.fill(0, 2 * SECOND, 2.5 * SECOND);
    expect(rounded(recording)).toEqual([{ atSeconds: 2, missingMs: 500, addedMs: 500 }]);
  });

  test("counts sound as added and not as missing when it is doubled", () => {
    expect(rounded(recordingOf([1, 3], [2.98, 9]))).toEqual([
      { atSeconds: 2, missingMs: 0, addedMs: 20 },
    ]);
  });

  test("counts silence at the beginning and at the end as missing", () => {
    const recording = recordingOf([1, 9]);
    recording.fill(0, 0, 0.5 * SECOND);
    recording.fill(0, 7.5 * SECOND);
    expect(rounded(recording)).toEqual([
      { atSeconds: 0, missingMs: 500, addedMs: 500 },
      { atSeconds: 7.5, missingMs: 500, addedMs: 500 },
    ]);
  });

  test("refuses a recording that holds nothing of the signal", () => {
    expect(() => findMissing(makeNoise(1, 8), signal.subarray(0, 4 * SECOND))).toThrow(
      "nothing of the signal",
    );
  });
});
