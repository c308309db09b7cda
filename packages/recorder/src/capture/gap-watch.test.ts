import * as fc from "fast-check";
import { expect, test } from "vitest";
import { RECORDER_LIMITS } from "@tapedeck/core/limits";
import { openVirtualMicrophone } from "../testing/virtual-microphone.ts";

const HOUR_MS = 3_600_000;

test("sound as it should be has no gaps, and the list stays the same", () => {
  const { speak, watch } = openVirtualMicrophone();
  const before = watch.gaps();
  speak(60_000);
  expect(watch.gaps()).toBe(before);
});

test("a pause is a gap where it was, as long as it was", () => {
  const { gaps, pause, pass, resume, speak } = openVirtualMicrophone();
  speak(1000);
  pause();
  pass(61_500);
  resume();
  speak(10_000);
  expect(gaps()).toEqual([{ startSample: 48_000, durationMs: 61_500, reason: "paused" }]);
});

test("a pause soon after another is a gap of its own: people look for both", () => {
  const { gaps, pass, pause, resume, speak } = openVirtualMicrophone();
  for (const ms of [1000, 500]) {
    speak(ms);
    pause();
    pass(4000);
    resume();
  }
  expect(gaps()).toEqual([
    { startSample: 48_000, durationMs: 4000, reason: "paused" },
    { startSample: 72_000, durationMs: 4000, reason: "paused" },
  ]);
});

test.each([
  { pauses: 1500, named: 1500 },
  { pauses: 5000, named: RECORDER_LIMITS.gapsPerRecording },
])("$pauses pauses are $named gaps, and as long", ({ pauses, named }) => {
  const { gaps, pause, resume, speak } = openVirtualMicrophone();
  for (let round = 0; round < pauses; round++) {
    speak(20);
    pause();
    speak(10);
    resume();
  }
  expect(gaps()).toHaveLength(named);
  expect(gaps().reduce((sum, { durationMs }) => sum + durationMs, 0)).toBe(pauses * 10);
});

test("losses that follow each other closely are one gap, others are not", () => {
  const { gaps, pass, speak } = openVirtualMicrophone();
  speak(2000);
  pass(30);
  speak(100);
  pass(25);
  speak(5000);
  pass(40);
  speak(5000);
  expect(gaps()).toEqual([
    { startSample: 96_000, durationMs: 55, reason: "lost" },
    { startSample: 7100 * 48, durationMs: 40, reason: "lost" },
  ]);
});

test("a pause hides no loss: what was lost before it is told after it", () => {
  const { gaps, pass, pause, resume, speak } = openVirtualMicrophone();
  for (let minute = 0; minute < 5; minute++) {
    speak(2000);
    pass(200);
    speak(1000);
    pause();
    speak(500);
    resume();
  }
  speak(5000);
  expect(gaps().filter(({ reason }) => reason === "lost")).toEqual(
    [0, 1, 2, 3, 4].map((minute) => ({
      startSample: (minute * 3000 + 2000) * 48,
      durationMs: 200,
      reason: "lost",
    })),
  );
});

test("counts no sound as lost while the recording is paused", () => {
  const { gaps, pass, pause, resume, speak } = openVirtualMicrophone();
  speak(2000);
  pause();
  speak(1000);
  pass(700);
  speak(6000);
  resume();
  speak(10_000);
  expect(gaps()).toEqual([{ startSample: 96_000, durationMs: 7700, reason: "paused" }]);
});

test("a machine that slept: the gap is where it fell asleep", () => {
  const { gaps, sleep, speak } = openVirtualMicrophone();
  speak(2000);
  sleep(HOUR_MS);
  speak(10_000);
  expect(gaps()).toEqual([{ startSample: 96_000, durationMs: HOUR_MS, reason: "interrupted" }]);
});

test("a machine that slept during a pause was paused for as long", () => {
  const { gaps, pause, resume, sleep, speak } = openVirtualMicrophone();
  speak(2000);
  pause();
  speak(100);
  sleep(HOUR_MS);
  speak(100);
  resume();
  speak(10_000);
  expect(gaps()).toEqual([
    { startSample: 96_000, durationMs: HOUR_MS, reason: "paused" },
    { startSample: 96_000, durationMs: 200, reason: "paused" },
  ]);
});

test("a machine whose clock goes on in its sleep: the same gap", () => {
  const { gaps, pass, speak } = openVirtualMicrophone();
  speak(2000);
  pass(HOUR_MS);
  speak(10_000);
  expect(gaps()).toEqual([{ startSample: 96_000, durationMs: HOUR_MS, reason: "interrupted" }]);
});

test("a recording that ends just after waking up has its gap", () => {
  const { gaps, pass, speak, watch } = openVirtualMicrophone();
  speak(2000);
  pass(10_000);
  speak(1100);
  watch.ended();
  expect(gaps()).toEqual([{ startSample: 2000 * 48, durationMs: 10_000, reason: "interrupted" }]);
});

test("a pause just after waking up: both are noted, and nothing twice", () => {
  const { gaps, pass, pause, resume, speak } = openVirtualMicrophone();
  speak(2000);
  pass(10_000);
  speak(1000);
  pause();
  pass(5000);
  resume();
  speak(60_000);
  expect(gaps()).toEqual([
    { startSample: 2000 * 48, durationMs: 10_000, reason: "interrupted" },
    { startSample: 3000 * 48, durationMs: 5000, reason: "paused" },
  ]);
});

test("a clock that is set an hour ahead is no gap, once the server has answered", () => {
  const { gaps, serverAnswers, setClock, speak, watch } = openVirtualMicrophone();
  speak(1000);
  serverAnswers();
  speak(1000);
  setClock(HOUR_MS);
  speak(5000);
  const gap = { startSample: 96_000, durationMs: HOUR_MS, reason: "interrupted" };
  expect(gaps()).toEqual([gap]);
  expect(watch.unsure()?.gaps).toEqual([gap]);
  serverAnswers();
  expect(gaps()).toEqual([]);
  expect(watch.unsure()).toBeUndefined();
  speak(20_000);
  expect(gaps()).toEqual([]);
});

test("a machine that slept did so also by the server's clock: the gap stays, and is sure", () => {
  const { gaps, serverAnswers, sleep, speak, watch } = openVirtualMicrophone();
  speak(1000);
  serverAnswers();
  speak(1000);
  sleep(HOUR_MS);
  speak(5000);
  serverAnswers();
  const gap = { startSample: 96_000, durationMs: HOUR_MS, reason: "interrupted" };
  expect(gaps()).toEqual([gap]);
  expect(watch.unsure()).toBeUndefined();
  speak(20_000);
  expect(gaps()).toEqual([gap]);
});

test("a clock that was set ahead and back again before the server answered leaves no gap", () => {
  const { gaps, serverAnswers, setClock, speak } = openVirtualMicrophone();
  speak(1000);
  serverAnswers();
  setClock(HOUR_MS);
  speak(12_000);
  setClock(-HOUR_MS);
  speak(1000);
  serverAnswers();
  expect(gaps()).toEqual([]);
});

test("where the server's time was not known before, the gap stays", () => {
  const { gaps, serverAnswers, setClock, speak, watch } = openVirtualMicrophone();
  speak(2000);
  setClock(HOUR_MS);
  speak(1000);
  expect(watch.unsure()).toBeUndefined();
  serverAnswers();
  expect(gaps()).toHaveLength(1);
});

test("an answer from before the clock was set, heard after it, says nothing", () => {
  const { gaps, serverAnswers, setClock, speak, watch } = openVirtualMicrophone();
  speak(1000);
  serverAnswers();
  const toldAtMs = 1_795_392_000_000 + 1000;
  setClock(HOUR_MS);
  speak(1000);
  watch.serverTime({ offsetMs: 12_345, errorMs: 500, toldAtMs });
  expect(watch.unsure()?.gaps).toHaveLength(1);
  serverAnswers();
  expect(gaps()).toEqual([]);
});

test("however clocks are set and machines sleep: what is slept is told, once the server answers each time", () => {
  const events = fc.array(
    fc.record({
      isSleep: fc.boolean(),
      seconds: fc.integer({ min: 6, max: 100_000 }),
      isBack: fc.boolean(),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(events, (drawn) => {
      const { gaps, serverAnswers, setClock, sleep, speak } = openVirtualMicrophone();
      const slept: number[] = [];
      speak(500);
      for (const { isSleep, seconds, isBack } of drawn) {
        serverAnswers();
        if (isSleep) {
          sleep(seconds * 1000);
          slept.push(seconds * 1000);
        } else setClock(isBack ? -seconds * 1000 : seconds * 1000);
        speak(500);
      }
      serverAnswers();
      expect(gaps().map(({ durationMs }) => durationMs)).toEqual(slept);
    }),
  );
});

test("a clock that is set back says nothing, and neither does one that is set by a second", () => {
  const { gaps, setClock, speak } = openVirtualMicrophone();
  speak(1000);
  setClock(-HOUR_MS);
  speak(5000);
  setClock(1000);
  speak(20_000);
  expect(gaps()).toEqual([]);
});

test("a clock that is set during a pause makes it no shorter", () => {
  const { gaps, pause, resume, setClock, speak } = openVirtualMicrophone();
  speak(2000);
  pause();
  speak(3000);
  setClock(-HOUR_MS);
  resume();
  speak(1000);
  expect(gaps()).toEqual([{ startSample: 96_000, durationMs: 3000, reason: "paused" }]);
});
