import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openVirtualMicrophone } from "../testing/virtual-microphone.ts";

const HOUR_MS = 3_600_000;

/** Dice that always fall the same. */
function dice(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const missingMs = (gaps: readonly { durationMs: number }[]) =>
  gaps.reduce((sum, { durationMs }) => sum + durationMs, 0);

describe("the watch reports no loss", () => {
  test.each([-500, -100, 100, 500])(
    "for ten hours, from a microphone whose clock is %d ppm slow, each block up to 4 ms late",
    (driftPpm) => {
      const { gaps, speak } = openVirtualMicrophone({ driftPpm });
      const random = dice(7);
      speak(10 * HOUR_MS, () => random() * 4);
      expect(gaps()).toEqual([]);
    },
    60_000,
  );

  test("when a busy machine is late and catches up now and then", () => {
    const { gaps, speak } = openVirtualMicrophone();
    const random = dice(11);
    let busyUntil = 0;
    let block = 0;
    speak(600_000, () => {
      block += 1;
      if (block > busyUntil && random() < 0.005) busyUntil = block + random() * 300;
      return block < busyUntil ? 5 + random() * 120 : random() * 3;
    });
    expect(gaps()).toEqual([]);
  });

  test("when a worker was busy for eight seconds and then gets all blocks at once", () => {
    const { gaps, hear, pass, speak } = openVirtualMicrophone();
    speak(3000);
    pass(8000);
    for (let block = 0; block < 800; block++) hear();
    speak(20_000);
    expect(gaps()).toEqual([]);
  });

  test("when a microphone delivers its first second unevenly", () => {
    const { gaps, hear, pass, speak } = openVirtualMicrophone();
    hear();
    pass(80);
    hear();
    speak(300);
    pass(40);
    speak(20_000);
    expect(gaps()).toEqual([]);
  });

  test("once sound that it had reported lost arrives very late", () => {
    const { gaps, speak, hear, pass } = openVirtualMicrophone();
    speak(3000);
    pass(900);
    speak(8000);
    expect(missingMs(gaps())).toBe(900);
    for (let block = 0; block < 90; block++) hear();
    speak(3000);
    expect(gaps()).toEqual([]);
  });
});

describe("the watch reports", () => {
  test("a sudden loss at its place, four seconds later", () => {
    const { gaps, pass, speak } = openVirtualMicrophone();
    speak(2000);
    pass(300);
    speak(3900);
    expect(gaps()).toEqual([]);
    speak(200);
    expect(gaps()).toEqual([{ startSample: 96_000, durationMs: 300, reason: "lost" }]);
    speak(60_000);
    expect(gaps()).toHaveLength(1);
  });

  test("a loss among late blocks of a microphone that drifts", () => {
    for (const driftPpm of [-300, 0, 300]) {
      const { atSample, gaps, pass, speak } = openVirtualMicrophone({ driftPpm });
      const random = dice(3);
      const busy = () => random() * 90;
      speak(20_000, busy);
      const lostAt = atSample();
      pass(400);
      speak(20_000, busy);
      expect(gaps()).toHaveLength(1);
      expect(Math.abs((gaps()[0]?.startSample ?? 0) - lostAt)).toBeLessThan(48_000);
      expect(Math.abs(missingMs(gaps()) - 400)).toBeLessThan(40);
    }
  });

  test("many small losses, 65 of 20 to 60 ms in 75 s, as Firefox has them under load", () => {
    const { gaps, pass, speak } = openVirtualMicrophone();
    const random = dice(5);
    let lostMs = 0;
    speak(1500);
    for (let loss = 0; loss < 65; loss++) {
      speak(Math.round(random() * 200) * 10, () => random() * 8);
      const ms = 20 + random() * 40;
      lostMs += ms;
      pass(ms);
    }
    speak(10_000);
    expect(Math.abs(missingMs(gaps()) - lostMs)).toBeLessThan(Math.max(100, lostMs / 5));
  });

  test("losses too small to tell from lateness, once they add up", () => {
    const { gaps, pass, speak } = openVirtualMicrophone();
    for (let loss = 0; loss < 100; loss++) {
      speak(1000);
      pass(8);
    }
    speak(10_000);
    expect(Math.abs(missingMs(gaps()) - 800)).toBeLessThan(100);
  });

  test("a loss of three seconds as an interruption: a busy machine does not drop that much", () => {
    const { gaps, pass, speak } = openVirtualMicrophone();
    speak(2000);
    pass(5000);
    speak(10_000);
    expect(gaps()).toEqual([{ startSample: 96_000, durationMs: 5000, reason: "interrupted" }]);
  });

  test("exactly the lost time, wherever the losses fall", () => {
    const steps = fc.array(
      fc.record({
        soundMs: fc.integer({ min: 1, max: 300 }).map((blocks) => blocks * 10),
        lostMs: fc.oneof(fc.constant(0), fc.integer({ min: 20, max: 2000 })),
        lateMs: fc.integer({ min: 0, max: 60 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: -200, max: 200 }), (drawn, driftPpm) => {
        const { gaps, pass, speak } = openVirtualMicrophone({ driftPpm });
        let lostMs = 0;
        speak(2000);
        for (const step of drawn) {
          const random = dice(step.soundMs);
          speak(step.soundMs, () => random() * step.lateMs);
          pass(step.lostMs);
          lostMs += step.lostMs;
        }
        speak(10_000);
        expect(Math.abs(missingMs(gaps()) - lostMs)).toBeLessThan(Math.max(100, lostMs / 5));
      }),
      { numRuns: 150 },
    );
  });
});

describe("in a browser that may hold back 150 ms", () => {
  const lost = (gaps: readonly { startSample: number; durationMs: number }[]) =>
    gaps.map(({ startSample, durationMs }) => [startSample / 48, durationMs]);

  test("150 ms may be missing, in one piece or several, before sound counts as lost", () => {
    const { gaps, pass, speak } = openVirtualMicrophone({ bufferMs: 150 });
    speak(5000);
    for (const ms of [90, 60]) {
      pass(ms);
      speak(8000);
      expect(gaps()).toEqual([]);
    }
    pass(120);
    speak(8000);
    expect(lost(gaps())).toEqual([[21_000, 120]]);
  });

  test("the watch reports a loss of 450 ms as 300 ms", () => {
    const { gaps, pass, speak } = openVirtualMicrophone({ bufferMs: 150 });
    speak(5000);
    pass(450);
    speak(8000);
    expect(lost(gaps())).toEqual([[5000, 300]]);
  });

  test("sound that comes after all makes room again, and then takes back what was told", () => {
    const { gaps, hear, pass, speak } = openVirtualMicrophone({ bufferMs: 150 });
    const giveBack = (ms: number) => {
      for (let givenMs = 0; givenMs < ms; givenMs += 10) hear();
    };
    speak(5000);
    pass(200);
    speak(8000);
    expect(lost(gaps())).toEqual([[5000, 50]]);
    giveBack(100);
    speak(8000);
    expect(lost(gaps())).toEqual([[5000, 50]]);
    pass(100);
    speak(8000);
    expect(lost(gaps())).toEqual([[5000, 50]]);
    giveBack(200);
    speak(8000);
    expect(gaps()).toEqual([]);
  });
});
