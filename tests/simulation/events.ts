// The events of a run: troubles of the network and of the device, and what people do.
import { HOSTS } from "./clogs.ts";
import type { SimulatedTab } from "./tab.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;

/** A few minutes, or a few hours. */
const LONG_TIMES_MS = [10 * MINUTE_MS, 300 * MINUTE_MS];

/** What may happen, and how often compared with the rest. */
const EVENT_WEIGHTS = {
  open: 2,
  start: 4,
  stop: 1,
  pause: 2,
  resume: 4,
  close: 1,
  offline: 1,
  online: 2,
  outage: 1,
  recovered: 1,
  portal: 1,
  "signed-in-to-portal": 1,
  "signed-out": 1,
  "signed-in": 2,
  "disk-full": 1,
  "disk-free": 2,
  "browser-crash": 1,
  unstable: 1,
  stable: 1,
  "clock-set": 3,
  sleep: 2,
  "sound-lost": 2,
  "sound-changed": 3,
  "group-changed": 3,
  swizzle: 2,
  sync: 1,
};

export type Event = keyof typeof EVENT_WEIGHTS;

export function eventsOf(options: { readonly groupsChange: boolean }): readonly Event[] {
  return (Object.keys(EVENT_WEIGHTS) as Event[]).flatMap((event) => {
    if (event === "group-changed" && !options.groupsChange) return [];
    return Array.from({ length: EVENT_WEIGHTS[event] }, () => event);
  });
}

export function act(
  event: Event,
  world: World,
  living: readonly SimulatedTab[],
  browser: { readonly open: () => SimulatedTab; readonly wakeServiceWorker: () => void },
): void {
  const { open } = browser;
  const { random, trouble, counts } = world;
  world.log(event);
  const tab = living.length > 0 ? random.pick(living) : open();
  const { recorder } = tab;
  switch (event) {
    case "open":
      if (living.length < 3) open();
      return;
    case "start":
      if (recorder.snapshot().state !== "idle") return;
      // What prevents it is in the snapshot; a full disk may.
      recorder.start({ segmentSeconds: random.between(2, 3) }).catch(() => undefined);
      return;
    case "stop":
      void recorder.stop();
      return;
    case "pause":
      recorder.pause();
      return;
    case "resume":
      recorder.resume();
      return;
    case "close":
      tab.die();
      return;
    case "offline":
      trouble.isOffline = true;
      return;
    case "online":
      trouble.isOffline = false;
      for (const each of living) each.wake();
      return;
    case "outage":
      trouble.refused = 1;
      return;
    case "recovered":
      trouble.refused = 0;
      return;
    case "portal":
      trouble.foreign = 1;
      return;
    case "signed-in-to-portal":
      trouble.foreign = 0;
      return;
    case "signed-out":
      trouble.isSignedOut = true;
      return;
    case "signed-in":
      trouble.isSignedOut = false;
      recorder.wake("signed-in");
      return;
    case "disk-full":
      trouble.isDiskFull = true;
      return;
    case "disk-free":
      trouble.isDiskFull = false;
      return;
    case "browser-crash":
      for (const each of living) each.die();
      return;
    case "sync":
      // Browsers do so also while a tab is open.
      browser.wakeServiceWorker();
      return;
    case "swizzle": {
      const names = [...living.map(({ name }) => name), ...HOSTS].filter(() => random.chance(0.6));
      world.clogs.swizzle(names);
      counts.swizzles += names.length > 1 ? 1 : 0;
      return;
    }
    case "unstable":
      trouble.lost = 0.5;
      trouble.doubled = 0.5;
      return;
    case "stable":
      trouble.lost = 0;
      trouble.doubled = 0;
      return;
    default:
      actOnDevice(event, world, living);
  }
}

type DeviceEvent = "clock-set" | "sleep" | "sound-lost" | "sound-changed" | "group-changed";

/** Troubles of the device, its microphone and its person; counted only while a tab records. */
function actOnDevice(event: DeviceEvent, world: World, living: readonly SimulatedTab[]): void {
  const { random, time, trouble, counts } = world;
  const sounds = living.flatMap((tab) => tab.sound() ?? []);
  const count = sounds.length > 0 ? 1 : 0;
  switch (event) {
    case "clock-set": {
      const askedMs = random.pick([-1, 1]) * random.between(MINUTE_MS, random.pick(LONG_TIMES_MS));
      const byMs = time.set(askedMs);
      world.log(`the clock is set by ${byMs} ms`);
      counts.clockSets += count;
      // The person corrects a mistake.
      if (random.chance(0.4)) {
        world.clock.setTimer(random.between(500, 20_000), () => {
          world.log(`the clock is set back by ${time.set(-byMs)} ms`);
        });
      }
      return;
    }
    case "sleep":
      time.sleep(random.between(4000, random.pick(LONG_TIMES_MS)));
      counts.sleeps += count;
      return;
    case "sound-lost":
      for (const sound of sounds) sound.deafen(random.between(200, random.pick([1000, 8000])));
      counts.soundLosses += count;
      return;
    case "sound-changed":
      for (const sound of sounds) sound.change();
      counts.soundChanges += count;
      return;
    case "group-changed":
      trouble.userType = trouble.userType === "customer" ? "guest" : "customer";
      counts.groupChanges += count;
  }
}
