import { expect, test } from "vitest";
import { barsOf, holesOf, type ShownWave } from "./wave-bars.ts";

const wave: ShownWave = {
  kind: "whole",
  peaks: new Uint8Array(600).fill(255),
  gaps: [],
  positionMs: 0,
  durationMs: 60_000,
};
/** 20 bars of 3 s. */
const WIDTH = 60;

test("a bar that stands for several peaks is as high as their mean, so that talk and pauses differ", () => {
  // One loud word in each 3 s of the first half; talk without a pause in the second.
  const peaks = Uint8Array.from({ length: 600 }, (_, n) => (n >= 300 || n % 30 === 0 ? 255 : 0));
  const heights = barsOf({ ...wave, peaks }, WIDTH).map(({ height }) => height ?? 0);
  expect(heights.slice(0, 10)).toEqual(Array<number>(10).fill(1 / 30));
  expect(heights.slice(10)).toEqual(Array<number>(10).fill(1));
});

test("a bar of one peak is as high as that peak", () => {
  const peaks = Uint8Array.of(0, 51, 102, 255);
  const heights = barsOf({ ...wave, peaks, durationMs: 400 }, 12).map(({ height }) => height);
  expect(heights).toEqual([0, 0.2, 0.4, 1]);
});

test("a stretch without known peaks is drawn as silence", () => {
  const half = barsOf({ ...wave, peaks: wave.peaks?.slice(0, 300) }, WIDTH);
  expect(half.map(({ height }) => height)).toEqual([
    ...Array<number>(10).fill(1),
    ...Array<number>(10).fill(0),
  ]);
  const none = barsOf({ ...wave, peaks: undefined }, WIDTH);
  expect(new Set(none.map(({ height }) => height))).toEqual(new Set([0]));
});

test("the bars left of the playhead are marked as played", () => {
  const played = barsOf({ ...wave, positionMs: 15_000 }, WIDTH).filter(({ isPlayed }) => isPlayed);
  expect(played).toHaveLength(5);
});

test("the close-up has no bars before the beginning and after the end", () => {
  const close = barsOf({ ...wave, kind: "close", durationMs: 1000 }, 200);
  expect(close.filter(({ height }) => height !== undefined)).toHaveLength(10);
});

test("a hole stands where its gap is, in the whole wave and beside the playhead of the close-up", () => {
  const gaps = [{ atMs: 30_000, durationMs: 4000, reason: "interrupted" }] as const;
  expect(holesOf({ ...wave, gaps }, WIDTH)).toEqual([30]);
  expect(holesOf({ ...wave, gaps, kind: "close", positionMs: 29_000 }, 200)).toEqual([150]);
  expect(holesOf({ ...wave, gaps, durationMs: 0 }, WIDTH)).toEqual([]);
});
