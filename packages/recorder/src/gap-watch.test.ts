import { expect, test } from "vitest";
import { createGapWatch } from "./gap-watch.ts";

const BLOCK_MS = 10;
const SAMPLES_PER_MS = 48;

/** A microphone whose blocks arrive when the test says so. */
function listening() {
  const watch = createGapWatch();
  let nowMs = 1_795_392_000_000;
  let startSample = 0;
  const block = (lostMs = 0) => {
    watch.block({ nowMs, startSample, durationMs: BLOCK_MS, lostMs });
    startSample += BLOCK_MS * SAMPLES_PER_MS;
  };
  return {
    watch,
    block,
    /** Time goes by, without any sound. */
    pass: (ms: number) => {
      nowMs += ms;
    },
    /** Sound as it should be. */
    speak: (ms: number) => {
      for (let spoken = 0; spoken < ms; spoken += BLOCK_MS) {
        nowMs += BLOCK_MS;
        block();
      }
    },
    pause: () => watch.paused({ nowMs, startSample }),
    resume: () => watch.resumed({ nowMs }),
  };
}

test("sound as it should be has no gaps, and the list stays the same", () => {
  const { speak, watch } = listening();
  const before = watch.gaps();
  speak(60_000);
  expect(watch.gaps()).toBe(before);
});

test("a pause is a gap where it was, as long as it was", () => {
  const { pass, pause, resume, speak, watch } = listening();
  speak(1000);
  pause();
  pass(61_500);
  resume();
  speak(10_000);
  expect(watch.gaps()).toEqual([{ startSample: 48_000, durationMs: 61_500, reason: "paused" }]);
});

test("drops that follow each other closely are one gap, others are not", () => {
  const { block, pass, speak, watch } = listening();
  speak(1000);
  block(30);
  pass(40);
  speak(100);
  block(20);
  pass(30);
  speak(5000);
  block(10);
  expect(watch.gaps()).toEqual([
    { startSample: 48_000, durationMs: 50, reason: "lost" },
    { startSample: (1000 + 10 + 100 + 10 + 5000) * 48, durationMs: 10, reason: "lost" },
  ]);
});

test("a machine that slept: the gap is where it fell asleep, once it is sure", () => {
  const { pass, speak, watch } = listening();
  speak(2000);
  pass(3_600_000);
  speak(2900);
  expect(watch.gaps()).toEqual([]);
  speak(200);
  expect(watch.gaps()).toEqual([
    { startSample: 96_000, durationMs: 3_600_000, reason: "interrupted" },
  ]);
  speak(60_000);
  expect(watch.gaps()).toHaveLength(1);
});

test("a recording that ends just after waking up has its gap", () => {
  const { pass, speak, watch } = listening();
  speak(2000);
  pass(10_000);
  speak(1000);
  watch.ended();
  expect(watch.gaps()).toEqual([
    { startSample: 2000 * 48, durationMs: 10_000, reason: "interrupted" },
  ]);
});

test("sound that comes late but comes is no gap", () => {
  const { block, pass, speak, watch } = listening();
  speak(2000);
  pass(8000);
  // The worker was held up: all of it arrives at once.
  for (let block10ms = 0; block10ms < 800; block10ms++) block();
  speak(20_000);
  expect(watch.gaps()).toEqual([]);
});

test("a clock that is set back says nothing, and sleep is noticed afterwards as before", () => {
  const { pass, speak, watch } = listening();
  speak(1000);
  pass(-3_600_000);
  speak(5000);
  expect(watch.gaps()).toEqual([]);
  pass(10_000);
  speak(4000);
  expect(watch.gaps()).toEqual([
    { startSample: 6000 * 48, durationMs: 10_000, reason: "interrupted" },
  ]);
});

test("a pause soon after another is a gap of its own: people look for both", () => {
  const { pass, pause, resume, speak, watch } = listening();
  for (const ms of [1000, 500]) {
    speak(ms);
    pause();
    pass(4000);
    resume();
  }
  expect(watch.gaps()).toEqual([
    { startSample: 48_000, durationMs: 4000, reason: "paused" },
    { startSample: 72_000, durationMs: 4000, reason: "paused" },
  ]);
});

test("time that the capture says it dropped is not taken for sleep as well", () => {
  const { block, pass, speak, watch } = listening();
  speak(1000);
  pass(20_000 + BLOCK_MS);
  block(20_000);
  speak(60_000);
  expect(watch.gaps()).toEqual([{ startSample: 48_000, durationMs: 20_000, reason: "lost" }]);
});

test("a pause just after waking up: both are noted, and nothing twice", () => {
  const { pass, pause, resume, speak, watch } = listening();
  speak(2000);
  pass(10_000);
  speak(1000);
  pause();
  pass(5000);
  resume();
  speak(60_000);
  expect(watch.gaps()).toEqual([
    { startSample: 2000 * 48, durationMs: 10_000, reason: "interrupted" },
    { startSample: 3000 * 48, durationMs: 5000, reason: "paused" },
  ]);
});
