// What the engine takes from the browser besides sound, so that tests can own it.
import type { Clock } from "@tapedeck/core/ports";
import { createPutObject, type PutObject } from "./put-object.ts";

export interface Environment {
  readonly clock: Clock;
  /** Calls back once, after the delay. @returns the way to cancel */
  setTimer(delayMs: number, callback: () => void): () => void;
  /** From 0 (inclusive) to 1 (exclusive): for jitter, not for secrets. */
  random01(): number;
  randomBytes(count: number): Uint8Array;
  /** What the browser believes about the network. */
  isOnline(): boolean;
  /** Calls back when the network returns. @returns the way to stop listening */
  onOnline(listener: () => void): () => void;
  readonly putObject: PutObject;
}

const setTimer: Environment["setTimer"] = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  return () => {
    clearTimeout(timer);
  };
};

export const browserEnvironment: Environment = {
  clock: { nowMicros: () => Date.now() * 1000 },
  setTimer,
  random01: () => Math.random(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  isOnline: () => navigator.onLine,
  onOnline: (listener) => {
    addEventListener("online", listener);
    return () => {
      removeEventListener("online", listener);
    };
  },
  putObject: createPutObject({ createRequest: () => new XMLHttpRequest(), setTimer }),
};
