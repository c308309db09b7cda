import { expect, test } from "vitest";
import { watchForStalls } from "./stall-watch.ts";
import { createVirtualClock } from "../testing/virtual-clock.ts";

function setUp() {
  const clock = createVirtualClock();
  const stalls: number[] = [];
  const watch = watchForStalls({
    setTimer: (delayMs, callback) => clock.setTimer(delayMs, callback),
    onStall: (stalledMs) => stalls.push(stalledMs),
  });
  return { clock, stalls, watch };
}

test("reports twenty seconds without a block, once", async () => {
  const { clock, stalls, watch } = setUp();
  watch.heard();
  await clock.advance(19_999);
  expect(stalls).toEqual([]);
  await clock.advance(60_000);
  expect(stalls).toEqual([20_000]);
});

test("reports no stall when blocks come back in time, however often", async () => {
  const { clock, stalls, watch } = setUp();
  for (let round = 0; round < 5; round++) {
    watch.heard();
    await clock.advance(19_000);
  }
  expect(stalls).toEqual([]);
});

test("reports no stall while the caller expects no blocks", async () => {
  const { clock, stalls, watch } = setUp();
  watch.heard();
  watch.rest();
  await clock.advance(3_600_000);
  expect(stalls).toEqual([]);
  watch.heard();
  await clock.advance(20_000);
  expect(stalls).toEqual([20_000]);
});
