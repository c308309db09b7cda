// One run: a seed makes a plan of troubles and of what people do, the plan is carried out in virtual
// time, then all is calm, and what is in the bucket must be what was spoken.
import { createVirtualClock } from "@tapedeck/recorder/testing/virtual-clock";
import { createVirtualTabs } from "@tapedeck/recorder/testing/virtual-tabs";
import { settle } from "@tapedeck/recorder/testing/settle";
import { checkBucket } from "./check-bucket.ts";
import { createDevice } from "./device.ts";
import { installFakeEncoder } from "./fake-encoder.ts";
import { createRandom, type Random } from "./random.ts";
import { createServer, OWNER } from "./server.ts";
import { openTab, type SimulatedTab, type TabParts } from "./tab.ts";
import { CALM, createWorld, type Trouble, type World } from "./world.ts";

export interface RunResult {
  readonly violations: readonly string[];
  readonly recordings: number;
  readonly segments: number;
  readonly packets: number;
  readonly crashes: number;
  readonly requests: number;
}

/** So many runs are in a private window; by the seed, so that the dice of all others stay as they are. */
const PRIVATE_EVERY = 8;

const HOUR_MS = 3_600_000;

/**
 * What hangs is given up after a minute, everything is tried at least once a minute, a Retry-After here
 * is no longer, and then a few requests follow each other: after this long in calm nothing may be left.
 */
const CALM_MS = 180_000;

/** What may happen, and how often compared with the rest. */
const EVENT_WEIGHTS = {
  open: 1,
  start: 3,
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
};

type Event = keyof typeof EVENT_WEIGHTS;

const EVENTS = (Object.keys(EVENT_WEIGHTS) as Event[]).flatMap((event) =>
  Array.from({ length: EVENT_WEIGHTS[event] }, () => event),
);

/** @param onLine - hears everything that happens, for whoever replays a seed */
export async function run(
  seed: number,
  onLine: (line: string) => void = () => undefined,
): Promise<RunResult> {
  installFakeEncoder();
  const random = createRandom(seed);
  const clock = createVirtualClock();
  const world = createWorld({ clock, random, onLine });
  const server = createServer(world);
  const parts: TabParts = {
    world,
    server,
    device: createDevice(world, server, { isPrivate: seed % PRIVATE_EVERY === 0 }),
    tabs: createVirtualTabs(),
    skewMs: random.chance(0.3) ? random.between(-12, 12) * HOUR_MS : 0,
    sending: new Map(),
  };
  const tabs: SimulatedTab[] = [];
  let crashes = 0;
  const open = () => {
    const tab = openTab(`tab ${tabs.length}`, parts);
    tabs.push(tab);
    return tab;
  };
  const living = () => tabs.filter((tab) => !tab.isDead());
  const reopen = async () => {
    await parts.device.windowClosed();
    return open();
  };

  Object.assign(world.trouble, baseTrouble(random));
  open();
  for (let event = random.between(8, 32); event > 0; event--) {
    act(random.pick(EVENTS), world, living(), open);
    await clock.advance(random.chance(0.04) ? random.between(0, 180_000) : random.between(0, 8000));
    if (living().length === 0) await reopen();
  }

  // People finish what they do, or the browser dies on them.
  if (random.chance(0.5)) for (const tab of living()) tab.die();
  Object.assign(world.trouble, CALM);
  for (const tab of living()) void tab.recorder.stop();
  await clock.advance(1000);
  const last = living()[0] ?? (await reopen());
  last.recorder.wake("signed-in");
  for (const tab of living()) tab.wake();
  await clock.advance(CALM_MS);
  await settle();

  crashes = tabs.filter((tab) => tab.isDead()).length;
  await checkEnd(world, parts, last);
  const { packets, recordings, segments } = await checkBucket(world, parts.device, server);
  const { presign, verify, seal, put } = server.counts;
  const requests = presign + verify + seal + put;
  return { violations: world.violations, recordings, segments, packets, crashes, requests };
}

/** Some runs are rough all the time, most only now and then. */
function baseTrouble(random: Random): Partial<Trouble> {
  const level = random.pick([0, 0.02, 0.1, 0.3]);
  return {
    lost: level * random.next(),
    hung: level * random.next(),
    refused: level * random.next(),
    foreign: level * random.next(),
    saysWait: random.pick([0, 0.5]),
    doubled: level * random.next(),
    damaged: level * random.next(),
    swallowed: level * random.next(),
    expired: level * random.next(),
    crash: random.pick([0, 0, 0.1, 0.5]) * random.next(),
    offlineIsKnown: random.chance(0.7),
  };
}

function act(
  event: Event,
  world: World,
  living: readonly SimulatedTab[],
  open: () => SimulatedTab,
): void {
  const { random, trouble } = world;
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
    case "unstable":
      trouble.lost = 0.5;
      trouble.doubled = 0.5;
      return;
    case "stable":
      trouble.lost = 0;
      trouble.doubled = 0;
  }
}

/** Nothing is left to do, and the page says so. */
async function checkEnd(world: World, { device }: TabParts, last: SimulatedTab): Promise<void> {
  const { safety, segments, recordings } = last.recorder.snapshot();
  if (safety !== "in-bucket") world.violate(`after ${CALM_MS} ms of calm, it is ${safety}`);
  for (const { recordingId, sequence, status } of segments) {
    if (status.kind !== "verified") {
      world.violate(`${recordingId}/${sequence} is ${JSON.stringify(status)} in the end`);
    }
  }
  for (const { recordingId, state } of recordings) {
    if (state !== "sealed") world.violate(`${recordingId} is ${JSON.stringify(state)} in the end`);
  }
  const records = await device.records.recordings(OWNER);
  for (const { recordingId } of records) world.violate(`a record of ${recordingId} is left behind`);
  for (const name of await device.files.list()) world.violate(`the file ${name} is left behind`);
}
