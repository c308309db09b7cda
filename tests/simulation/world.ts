// What all of one run has in common: time, dice, what is going wrong at the moment, and what must not
// have happened.
import type { VirtualClock } from "../../packages/recorder/src/testing/virtual-clock.ts";
import { createClogs, type Clogs } from "./clogs.ts";
import { createDeviceTime, type DeviceTime } from "./device-time.ts";
import type { GapTruth } from "./gap-truth.ts";
import type { UserType } from "./identity.ts";
import { createModel, type ReferenceModel } from "./model.ts";
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
  /** As the groups in the person's token say. */
  userType: UserType;
}

/** How often each trouble happened while a tab recorded. */
export interface TroubleCounts {
  clockSets: number;
  sleeps: number;
  soundLosses: number;
  soundChanges: number;
  /** Tabs of the release before, and of the one before that. */
  tabsBefore: number;
  tabsBeforeThat: number;
  /** A tab was opened beside one of another release. */
  oldBesideNew: number;
  /** Tabs of an old release that were reloaded in the end, because today's had recorded too. */
  reloads: number;
  groupChanges: number;
  /** Tabs and hosts were clogged, one after the other. */
  swizzles: number;
  /** The service worker was woken while the device kept something. */
  drains: number;
  /** By the function, by the person at another device. */
  wholeFiles: number;
  /** Those in the end that hold peaks. */
  filesWithPeaks: number;
  recoveries: number;
  deletes: number;
  /** A new recording found no room. */
  quotaRefusals: number;
  /** Recordings that a tab of an old release left under two prefixes. */
  forgottenPlaces: number;
}

export const noTroubles = (): TroubleCounts => ({
  clockSets: 0,
  sleeps: 0,
  soundLosses: 0,
  soundChanges: 0,
  tabsBefore: 0,
  tabsBeforeThat: 0,
  oldBesideNew: 0,
  reloads: 0,
  groupChanges: 0,
  swizzles: 0,
  drains: 0,
  wholeFiles: 0,
  filesWithPeaks: 0,
  recoveries: 0,
  deletes: 0,
  quotaRefusals: 0,
  forgottenPlaces: 0,
});

/** What a recording must be, by those who made it. */
export interface FinishedRecording {
  /** The sound that was captured, as the recorder says; and as the microphone does. At 48 kHz. */
  readonly sampleCount: number;
  readonly givenSamples: number;
  /** How often the rate may have changed. */
  readonly changeCount: number;
  readonly truth: GapTruth;
}

export interface World {
  readonly clock: VirtualClock;
  readonly time: DeviceTime;
  readonly random: Random;
  readonly trouble: Trouble;
  readonly counts: TroubleCounts;
  readonly clogs: Clogs;
  readonly model: ReferenceModel;
  /** What was done last; violations name it. */
  step: string;
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
  userType: "customer",
};

export function createWorld(options: {
  readonly clock: VirtualClock;
  readonly random: Random;
  /** How wrong the device's clock is from the start. */
  readonly skewMs: number;
  readonly onLine: (line: string) => void;
}): World {
  const { clock, random, skewMs, onLine } = options;
  const startedAtMs = clock.nowMs();
  const stamp = (line: string) => `${clock.nowMs() - startedAtMs} ms: ${line}`;
  const world: World = {
    clock,
    time: createDeviceTime(clock, skewMs),
    random,
    trouble: { ...CALM },
    counts: noTroubles(),
    clogs: createClogs(clock, random),
    model: createModel(
      () => clock.nowMs(),
      (what) => world.violate(what),
    ),
    step: "opening",
    violations: [],
    finished: new Map(),
    violate: (what) => {
      world.violations.push(stamp(`after ${world.step}: ${what}`));
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
