import { expect, test } from "vitest";
import { watchSound } from "./stall-watch.ts";
import { createVirtualClock } from "../testing/virtual-clock.ts";

function setUp() {
  const clock = createVirtualClock();
  const silences: number[] = [];
  const watch = watchSound({
    setTimer: (delayMs, callback) => clock.setTimer(delayMs, callback),
    onSilence: (silentMs) => silences.push(silentMs),
  });
  return { clock, silences, watch };
}

test("twenty seconds without sound are told, once", async () => {
  const { clock, silences, watch } = setUp();
  watch.heard();
  await clock.advance(19_999);
  expect(silences).toEqual([]);
  await clock.advance(60_000);
  expect(silences).toEqual([20_000]);
});

test("sound that comes back in time is no silence, however often", async () => {
  const { clock, silences, watch } = setUp();
  for (let round = 0; round < 5; round++) {
    watch.heard();
    await clock.advance(19_000);
  }
  expect(silences).toEqual([]);
});

test("while nothing is expected, silence means nothing", async () => {
  const { clock, silences, watch } = setUp();
  watch.heard();
  watch.rest();
  await clock.advance(3_600_000);
  expect(silences).toEqual([]);
  watch.heard();
  await clock.advance(20_000);
  expect(silences).toEqual([20_000]);
});
