// One run: a seed makes a plan of troubles and of what people do, the plan is carried out in virtual
// time, then all is calm, and what is in the bucket must be what was spoken.
import { createVirtualClock } from "../../packages/recorder/src/testing/virtual-clock.ts";
import { createVirtualTabs } from "../../packages/recorder/src/testing/virtual-tabs.ts";
import { settle } from "../../packages/recorder/src/testing/settle.ts";
import { checkBucket, type BucketCounts } from "./check-bucket.ts";
import { checkEnd } from "./check-end.ts";
import { createDevice } from "./device.ts";
import type { Release } from "./engine.ts";
import { createElsewhere } from "./elsewhere.ts";
import { act, eventsOf } from "./events.ts";
import { installFakeEncoder } from "./fake-encoder.ts";
import { createRandom, type Random } from "./random.ts";
import { createServer } from "./server.ts";
import { checkPages } from "./check-pages.ts";
import { wakeServiceWorker } from "./service-worker.ts";
import { openTab, type SimulatedTab } from "./tab.ts";
import type { TabParts } from "./tab-environment.ts";
import { createWholeFiles } from "./whole-files.ts";
import { CALM, createWorld, type Trouble, type TroubleCounts } from "./world.ts";

export interface RunResult extends Readonly<TroubleCounts>, BucketCounts {
  readonly violations: readonly string[];
  readonly crashes: number;
  readonly requests: number;
}

/** So many runs are in a private window; by the seed, so that the dice of all others stay as they are. */
const PRIVATE_EVERY = 8;
/** And so many meet a server of the release before the last. */
const OLD_SERVER_EVERY = 6;

/** And in so many the person recovers and deletes at another device. */
const ELSEWHERE_EVERY = 3;
/** And so many have a quota that the person may reach. */
const SMALL_QUOTA_EVERY = 3;
/** Of the events of a run with another device. */
const [RECOVERED_SHARE, DELETED_SHARE] = [0.2, 0.04];

const HOUR_MS = 3_600_000;

/**
 * What hangs is given up after a minute, everything is tried at least once a minute, a Retry-After here
 * is no longer, and then a few requests follow each other: after this long in calm nothing may be left.
 */
const CALM_MS = 180_000;

/** The model is compared after every event, and so often while time goes by. */
/** How long tabs of an old release stay, once all is calm. */
const OLD_LEADER_MS = 60_000;
const STEP_MS = 5000;

export interface RunOptions {
  /** Hears everything that happens, for whoever replays a seed. */
  readonly onLine?: (line: string) => void;
}

export async function run(
  seed: number,
  { onLine = () => undefined }: RunOptions = {},
): Promise<RunResult> {
  installFakeEncoder();
  const random = createRandom(seed);
  const clock = createVirtualClock();
  const skewMs = random.chance(0.3) ? random.between(-12, 12) * HOUR_MS : 0;
  const world = createWorld({ clock, random, skewMs, onLine });
  const isServerOld = seed % OLD_SERVER_EVERY === 0;
  const quotaRandom = seed % SMALL_QUOTA_EVERY === 2 ? createRandom(seed + 3_000_000) : undefined;
  const server = createServer(world, { isOld: isServerOld, quotaRandom });
  const wholeFiles = createWholeFiles(world, createRandom(seed + 1_000_000), server);
  const elsewhereRandom = createRandom(seed + 2_000_000);
  const elsewhere =
    seed % ELSEWHERE_EVERY === 1 ? createElsewhere(world, elsewhereRandom, server) : undefined;
  const isPrivate = seed % PRIVATE_EVERY === 0;
  const parts: TabParts = {
    world,
    server,
    device: createDevice(world, server, { isPrivate }),
    tabs: createVirtualTabs(),
    sending: new Map(),
  };
  const tabs: SimulatedTab[] = [];
  let serviceWorkers = 0;
  /** In half of the runs, half of the tabs are of an old release. */
  const oldShare = random.pick([0, 0.5]);
  const oldRelease = random.pick(["before", "before-that"] as const);
  // The release before the last does not say where a recording began, nor does a page that meets it.
  const saysPlace = !isServerOld && (oldShare === 0 || oldRelease === "before");
  const events = eventsOf({ groupsChange: saysPlace });
  const living = () => tabs.filter((tab) => !tab.isDead());
  const open = (
    release: Release = random.chance(oldShare) ? oldRelease : "today",
  ): SimulatedTab => {
    const tab = openTab(`tab ${tabs.length}`, parts, release);
    if (release === "before") world.counts.tabsBefore += 1;
    if (release === "before-that") world.counts.tabsBeforeThat += 1;
    if (living().some((other) => other.release !== release)) world.counts.oldBesideNew += 1;
    tabs.push(tab);
    return tab;
  };
  const compare = async () => {
    const manifests = [...server.store.objects].flatMap(([key, { text }]) =>
      text === undefined || key.endsWith("/usage.json") ? [] : [{ key, text }],
    );
    const onDevice = await parts.device.holdings();
    world.model.compare({ ...onDevice, objects: server.bytes, manifests });
    checkPages(world, living());
  };
  const advance = async (ms: number) => {
    for (let leftMs = ms; leftMs > 0; leftMs -= STEP_MS) {
      await clock.advance(Math.min(STEP_MS, leftMs));
      await compare();
    }
  };
  const drain = async () => {
    // A private window has none that outlives it.
    if (isPrivate) return;
    const { records } = await parts.device.holdings();
    if (records.length > 0) world.counts.drains += 1;
    wakeServiceWorker(`service worker ${(serviceWorkers += 1)}`, parts);
  };
  const reopen = async () => {
    await parts.device.windowClosed();
    if (!isPrivate && random.chance(0.4)) {
      world.step = "service-worker";
      await drain();
      await advance(random.between(0, 40_000));
    }
    return open();
  };

  Object.assign(world.trouble, baseTrouble(random));
  open();
  for (let left = random.between(9, 33); left > 0; left--) {
    const event = random.pick(events);
    world.step = event;
    act(event, world, living(), { open, wakeServiceWorker: () => void drain() });
    if (elsewhereRandom.chance(RECOVERED_SHARE)) elsewhere?.recover();
    if (elsewhereRandom.chance(DELETED_SHARE)) elsewhere?.remove();
    await compare();
    await advance(random.chance(0.04) ? random.between(0, 180_000) : random.between(0, 8000));
    if (living().length === 0) await reopen();
  }

  // People finish what they do, or the browser dies on them.
  if (random.chance(0.5)) for (const tab of living()) tab.die();
  const { userType } = world.trouble;
  Object.assign(world.trouble, CALM, { userType });
  world.clogs.end();
  server.quota.raise();
  world.step = "calm";
  for (const tab of living()) void tab.recorder.stop();
  await advance(1000);
  const last = living()[0] ?? (await reopen());
  last.recorder.wake("signed-in");
  // An old tab that leads cannot read what today's recorded: that waits until the old tab is reloaded.
  const old = living().filter(({ release }) => release !== "today");
  if (old.length > 0 && tabs.some(({ release }) => release === "today")) {
    await advance(OLD_LEADER_MS);
    for (const tab of old) tab.die();
    open("today").recorder.wake("signed-in");
    world.counts.reloads += old.length;
  }
  for (const tab of living()) tab.wake();
  await advance(CALM_MS);
  await settle();

  const crashes = tabs.filter((tab) => tab.isDead()).length;
  const forgottenPlaces = await parts.device.forgottenPlaces();
  await checkEnd(world, parts, { living: living(), calmMs: CALM_MS, forgottenPlaces });
  await server.quota.check();
  const found = await checkBucket(world, parts.device, server, { wholeFiles, forgottenPlaces });
  const { presign, verify, seal, put } = server.counts;
  const requests = presign + verify + seal + put;
  const ofRun = { ...found, crashes, requests, ...world.counts };
  return { violations: world.violations, ...ofRun };
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
