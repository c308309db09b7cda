// An environment whose time, network and PUTs a test owns. Nothing happens until the test says so.
import type { Grant } from "@tapedeck/core/contract";
import { AppError, type ErrorCode } from "@tapedeck/core/errors";
import type { Environment } from "../environment.ts";
import { settle } from "./settle.ts";

/** 2026-11-23T00:00:00Z */
const START_MS = 1_795_392_000_000;

/** One PUT that was asked for, to be answered by the test. */
export interface ScriptedPut {
  readonly grant: Grant;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
  progress(sentBytes: number): void;
  store(): Promise<void>;
  fail(code: ErrorCode): Promise<void>;
}

export interface VirtualEnvironment extends Environment {
  /** Every PUT so far, answered or not. */
  readonly puts: readonly ScriptedPut[];
  /** Highest number of PUTs that were unanswered at the same time. */
  mostPutsAtOnce(): number;
  nowMs(): number;
  /** Moves time on, timer by timer. */
  advance(ms: number): Promise<void>;
  /** Timers that are set. */
  timerCount(): number;
  setOnline(online: boolean): Promise<void>;
}

/** @param random01 - what the dice always show; 1 makes every wait its longest */
export function createVirtualEnvironment({ random01 = 1 } = {}): VirtualEnvironment {
  const puts: ScriptedPut[] = [];
  const timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>();
  const onlineListeners = new Set<() => void>();
  let nowMs = START_MS;
  let isOnline = true;
  let openPuts = 0;
  let mostPuts = 0;

  return {
    clock: { nowMicros: () => nowMs * 1000 },
    setTimer: (delayMs, callback) => {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    random01: () => random01,
    randomBytes: (count) => Uint8Array.from({ length: count }, (_, index) => index),
    isOnline: () => isOnline,
    onOnline: (listener) => {
      onlineListeners.add(listener);
      return () => {
        onlineListeners.delete(listener);
      };
    },
    putObject: ({ grant, bytes, onProgress, signal }) => {
      const answer = Promise.withResolvers<void>();
      openPuts += 1;
      mostPuts = Math.max(mostPuts, openPuts);
      const close = async (outcome: () => void) => {
        openPuts -= 1;
        outcome();
        await settle();
      };
      puts.push({
        grant,
        bytes,
        signal,
        progress: onProgress,
        store: () => close(answer.resolve),
        fail: (code) => close(() => answer.reject(new AppError(code, "scripted"))),
      });
      return answer.promise;
    },

    puts,
    mostPutsAtOnce: () => mostPuts,
    nowMs: () => nowMs,
    timerCount: () => timers.size,
    advance: async (ms) => {
      const untilMs = nowMs + ms;
      for (;;) {
        const due = [...timers]
          .filter(({ dueMs }) => dueMs <= untilMs)
          .sort((a, b) => a.dueMs - b.dueMs)[0];
        if (!due) break;
        timers.delete(due);
        nowMs = Math.max(nowMs, due.dueMs);
        due.callback();
        await settle();
      }
      nowMs = untilMs;
      await settle();
    },
    setOnline: async (online) => {
      isOnline = online;
      if (online) for (const listener of onlineListeners) listener();
      await settle();
    },
  };
}
