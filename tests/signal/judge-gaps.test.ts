import { describe, expect, test } from "vitest";
import type { Gap } from "@tapedeck/core/contract";
import { judgeGaps } from "./judge-gaps.ts";
import { findMissing, type Stretch } from "./missing.ts";
import { makeNoise } from "./noise.ts";

const missing = (atSeconds: number, missingMs: number): Stretch => ({
  at: atSeconds * 48_000,
  signalAt: (atSeconds + 3) * 48_000,
  missingMs,
  addedMs: 0,
});
const gap = (atSeconds: number, durationMs: number, reason: Gap["reason"] = "lost"): Gap => ({
  startSample: atSeconds * 48_000,
  durationMs,
  reason,
});
const faultsOf = (losses: readonly Stretch[], gaps: readonly Gap[]) =>
  judgeGaps(losses, gaps).faults;

const losses = [missing(10, 400), missing(30, 60), missing(44, 3000)];
const truth = [gap(10.2, 380), gap(30.4, 70), gap(43.7, 3090, "interrupted")];

describe("the judge of gaps finds no fault", () => {
  test("when nothing is missing and nothing is told", () => {
    expect(judgeGaps([], [])).toEqual({ missingMs: 0, toldMs: 0, faults: [] });
  });

  test("when each loss is told near its place", () => {
    expect(judgeGaps(losses, truth)).toEqual({ missingMs: 3460, toldMs: 3540, faults: [] });
  });

  test("with pauses, whatever their length", () => {
    expect(faultsOf(losses, [...truth, gap(20, 600_000, "paused")])).toEqual([]);
  });

  test("when two gaps tell of one loss", () => {
    expect(faultsOf([missing(10, 400)], [gap(9.5, 200), gap(10.5, 200)])).toEqual([]);
  });

  test("with a gap of 29 ms beside a loss of 10 ms", () => {
    expect(faultsOf([missing(10, 10)], [gap(10.4, 29)])).toEqual([]);
  });

  test("with an untold loss of 90 ms and a false gap of 20 ms, which are below its tolerances", () => {
    expect(faultsOf([missing(10, 90)], [])).toEqual([]);
    expect(faultsOf([], [gap(10, 20)])).toEqual([]);
  });
});

describe("the judge of gaps and the search for missing sound together", () => {
  const signal = makeNoise(8, 7);
  const damaged = new Float32Array([
    ...signal.subarray(48_000, 144_000),
    ...signal.subarray(163_200, 336_000),
  ]);
  const { stretches } = findMissing(damaged, signal);

  test("accept the gap of 400 ms that was cut out at 2 s", () => {
    expect(faultsOf(stretches, [gap(2, 400)])).toEqual([]);
  });

  test("refuse the same recording without its gaps", () => {
    expect(faultsOf(stretches, [])).toEqual([
      "the gaps add up to 0 ms, but 400 ms are missing (tolerance 100 ms)",
      "400 ms are missing at 2.0 s, and the gaps within 1 s tell of 0 ms",
    ]);
  });
});

describe("the judge of gaps finds the fault", () => {
  test("of a manifest whose gaps were taken out", () => {
    expect(faultsOf(losses, [])).toHaveLength(3);
  });

  test.each([
    { durationMs: 380, place: "10.0 s" },
    { durationMs: 3090, place: "44.0 s" },
  ])("of a manifest without the gap of $durationMs ms", ({ durationMs, place }) => {
    const kept = truth.filter((each) => each.durationMs !== durationMs);
    expect(faultsOf(losses, kept).join()).toContain(`are missing at ${place}, and the gaps`);
  });

  test("of a false gap where nothing is missing", () => {
    expect(faultsOf(losses, [...truth, gap(20, 21)])).toEqual([
      'a gap "lost" of 21 ms stands at 20.0 s, where nothing is missing',
    ]);
    expect(faultsOf([], [gap(20, 5583, "interrupted")])).toHaveLength(2);
  });

  test("of a gap of 60 ms beside a loss of 10 ms", () => {
    expect(faultsOf([missing(10, 10)], [gap(10.4, 60)])).toHaveLength(1);
  });

  test("of a gap that is misplaced by more than a second", () => {
    const misplaced = [gap(11.1, 380), ...truth.slice(1)];
    expect(faultsOf(losses, misplaced)).toEqual([
      "400 ms are missing at 10.0 s, and the gaps within 1 s tell of 0 ms",
      'a gap "lost" of 380 ms stands at 11.1 s, where nothing is missing',
    ]);
  });

  test("of gaps that stand in the right places with each other's lengths", () => {
    expect(faultsOf(losses, [gap(10, 3000), gap(30, 60), gap(44, 400)])).toEqual([
      "3000 ms are missing at 44.0 s, and the gaps within 1 s tell of 400 ms",
    ]);
  });

  test("of many small losses that no gap tells of", () => {
    const small = Array.from({ length: 65 }, (_, i) => missing(i, 50));
    expect(faultsOf(small, [])).toEqual([
      "the gaps add up to 0 ms, but 3250 ms are missing (tolerance 650 ms)",
    ]);
  });

  test("of small losses in quick succession that no gap near them tells of", () => {
    const small = [missing(10, 100), missing(10.05, 100), missing(10.15, 100)];
    expect(faultsOf(small, [gap(12, 300)])[0]).toBe(
      "300 ms are missing at 10.0 s, and the gaps within 1 s tell of 0 ms",
    );
  });

  test("of many small gaps where nothing is missing", () => {
    const small = Array.from({ length: 35 }, (_, i) => gap(i * 13, 5));
    expect(faultsOf([], small)).toEqual([
      "the gaps add up to 175 ms, but 0 ms are missing (tolerance 100 ms)",
    ]);
  });

  test("of an `interrupted` gap just as of a `lost` one", () => {
    expect(faultsOf([], [gap(3, 90, "interrupted")])).toHaveLength(1);
  });
});
