// What all of one run has in common: time, dice, what is going wrong at the moment, and what must not
// have happened.
import type { Gap } from "@tapedeck/core/contract";
import type { VirtualClock } from "@tapedeck/recorder/testing/virtual-clock";
import type { Random } from "./random.ts";

/** How bad it is, from 0 to 1; the scenario turns these. */
export interface Trouble {
  /** A request is lost before it arrives, or its answer after it was carried out. */
  lost: number;
  /** A call of the API is never answered; of a PUT, put-object.ts sees to it. */
  hung: number;
  /** 503, SlowDown, timeouts. */
  refused: number;
  /** Something in between answers in the place of S3 or the API, or S3 refuses what is right. */
  foreign: number;
  /** How many of those that refuse say how long to wait. */
  saysWait: number;
  /** A PUT arrives twice. */
  doubled: number;
  /** A PUT's bytes are damaged on their way: once for each segment at most. */
  damaged: number;
  /** A PUT is answered with 200 by something in between, as the sign-in page of a hotel does. */
  swallowed: number;
  /** S3 takes a grant for expired: its clock is ahead of the API's. */
  expired: number;
  /** A tab dies in the middle of whatever it was doing. */
  crash: number;
  isOffline: boolean;
  /** The browser says so when it is offline; some do not. */
  offlineIsKnown: boolean;
  isSignedOut: boolean;
  isDiskFull: boolean;
}

/** What a recording must be, by those who made it. */
export interface FinishedRecording {
  /** The sound that was captured. */
  readonly sampleCount: number;
  readonly pauses: readonly Gap[];
}

export interface World {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly trouble: Trouble;
  /** Each with the time at which it was seen. */
  readonly violations: string[];
  /** By recording, of those that ended as they should. */
  readonly finished: Map<string, FinishedRecording>;
  violate(what: string): void;
  /** What happened, for whoever replays a seed. */
  log(line: string): void;
  /** Resolves at once or a little later. */
  pause(maxMs: number): Promise<void>;
}

export const CALM: Trouble = {
  lost: 0,
  hung: 0,
  refused: 0,
  foreign: 0,
  saysWait: 0,
  doubled: 0,
  damaged: 0,
  swallowed: 0,
  expired: 0,
  crash: 0,
  isOffline: false,
  offlineIsKnown: true,
  isSignedOut: false,
  isDiskFull: false,
};

export function createWorld(options: {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly onLine: (line: string) => void;
}): World {
  const { clock, random, onLine } = options;
  const startedAtMs = clock.nowMs();
  const stamp = (line: string) => `${clock.nowMs() - startedAtMs} ms: ${line}`;
  const world: World = {
    clock,
    random,
    trouble: { ...CALM },
    violations: [],
    finished: new Map(),
    violate: (what) => {
      world.violations.push(stamp(what));
      world.log(`VIOLATION ${what}`);
    },
    log: (line) => onLine(stamp(line)),
    pause: (maxMs) => {
      if (maxMs === 0 || random.chance(0.6)) return Promise.resolve();
      return new Promise((resolve) => {
        clock.setTimer(random.between(0, maxMs), resolve);
      });
    },
  };
  return world;
}
