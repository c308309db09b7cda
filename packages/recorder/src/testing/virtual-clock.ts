// Time that stands still until a test moves it.
import type { Environment } from "../environment.ts";
import { settle } from "./settle.ts";

/** 2026-11-23T00:00:00Z */
const START_MS = 1_795_392_000_000;

export interface VirtualClock extends Pick<Environment, "clock" | "setTimer"> {
  nowMs(): number;
  /** Moves time on, timer by timer. */
  advance(ms: number): Promise<void>;
  /** When the next timer rings, in ms from now; `undefined`: none is set. */
  nextTimerInMs(): number | undefined;
  timerCount(): number;
}

export function createVirtualClock(): VirtualClock {
  const timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>();
  let nowMs = START_MS;

  function earliest() {
    let first: { readonly dueMs: number; readonly callback: () => void } | undefined;
    for (const timer of timers) if (!first || timer.dueMs < first.dueMs) first = timer;
    return first;
  }

  return {
    clock: { nowMicros: () => nowMs * 1000 },
    setTimer: (delayMs, callback) => {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    nowMs: () => nowMs,
    timerCount: () => timers.size,
    nextTimerInMs: () => {
      const timer = earliest();
      return timer && Math.max(0, timer.dueMs - nowMs);
    },
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      // What has begun already may set timers of its own.
      await settle();
      for (;;) {
        const due = earliest();
        if (!due || due.dueMs > untilMs) break;
        timers.delete(due);
        nowMs = Math.max(nowMs, due.dueMs);
        due.callback();
        await settle();
      }
      nowMs = untilMs;
      await settle();
    },
  };
}
