import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Gap } from "@tapedeck/core/contract";
import { openVirtualMicrophone } from "../testing/virtual-microphone.ts";
import { gapsOfSetClock, withoutGaps } from "@tapedeck/core/upload/unsure-gaps";

const HOUR_MS = 3_600_000;
const gap = (startSample: number, durationMs: number): Gap => ({
  startSample,
  durationMs,
  reason: "interrupted",
});

/** By an answer at once. */
const told = (offsetMs: number) => ({ offsetMs, errorMs: 500 });

test("a clock that moved against the server's by as much was set: no gap", () => {
  const unsure = { ...told(250), gaps: [gap(0, HOUR_MS)] };
  expect(gapsOfSetClock(unsure, told(250 - HOUR_MS))).toEqual(unsure.gaps);
  expect(gapsOfSetClock(unsure, told(1100 - HOUR_MS))).toEqual(unsure.gaps);
});

test("one that did not was slept through, and so it is where nothing fits", () => {
  const unsure = { ...told(0), gaps: [gap(0, HOUR_MS)] };
  expect(gapsOfSetClock(unsure, told(600))).toEqual([]);
  expect(gapsOfSetClock(unsure, told(-HOUR_MS / 2))).toEqual([]);
});

test("an answer that took so long that both may be says nothing", () => {
  const unsure = { ...told(0), gaps: [gap(0, HOUR_MS)] };
  const slow = { offsetMs: -HOUR_MS / 2, errorMs: 500 + HOUR_MS / 2 };
  expect(gapsOfSetClock(unsure, slow)).toBeUndefined();
});

test("a sleep and a set clock between two answers are told apart, if their lengths are", () => {
  const [slept, set] = [gap(0, 600_000), gap(960, HOUR_MS)];
  expect(gapsOfSetClock({ ...told(0), gaps: [slept, set] }, told(-HOUR_MS))).toEqual([set]);
  const twins = [gap(0, HOUR_MS), gap(960, HOUR_MS + 500)];
  expect(gapsOfSetClock({ ...told(0), gaps: twins }, told(-HOUR_MS))).toBeUndefined();
});

test("whatever happened: what was slept through is never dropped while the lengths differ", () => {
  const jumps = fc.uniqueArray(
    fc.record({ seconds: fc.integer({ min: 3, max: 100_000 }), isSleep: fc.boolean() }),
    { maxLength: 5, selector: ({ seconds }) => seconds },
  );
  const wrong = fc.integer({ min: -900, max: 900 });
  fc.assert(
    fc.property(jumps, wrong, (drawn, wrongMs) => {
      const gaps = drawn.map(({ seconds }, index) => gap(index, seconds * 1000));
      const set = gaps.filter((_, index) => drawn[index]?.isSleep === false);
      const setMs = set.reduce((sum, { durationMs }) => sum + durationMs, 0);
      const none = gapsOfSetClock({ ...told(0), gaps }, told(wrongMs - setMs));
      expect([undefined, set]).toContainEqual(none);
    }),
  );
});

test("only the very gap is taken out", () => {
  const gaps = [gap(0, 5000), gap(0, 6000), { ...gap(0, 5000), reason: "paused" as const }];
  expect(withoutGaps(gaps, [gap(0, 5000)])).toEqual(gaps.slice(1));
});

test("tells the recorder of a clock that is set back while a gap is unsure, because its record must say so", () => {
  const { watch, serverAnswers, setClock, speak } = openVirtualMicrophone();
  speak(1000);
  serverAnswers();
  setClock(HOUR_MS);
  speak(1000);
  const [gaps, unsure] = [watch.gaps(), watch.unsure()];
  setClock(-HOUR_MS / 2);
  speak(1000);
  const later = watch.unsure();
  expect(watch.gaps()).toEqual(gaps);
  // Another list: this is how the recorder sees that there is something to write.
  expect(watch.gaps()).not.toBe(gaps);
  expect(later?.offsetMs).toBe((unsure?.offsetMs ?? 0) + HOUR_MS / 2);
});
