// One tab of a run: the real recorder on a simulated microphone, disk and network. It can die at any
// moment, and then nothing of it is heard of again but the requests that were already on their way.
import { createRecorder } from "../../packages/recorder/src/recorder.ts";
import type { Environment } from "../../packages/recorder/src/environment.ts";
import type { VirtualTabs } from "../../packages/recorder/src/testing/virtual-tabs.ts";
import { sha256Of } from "./bucket.ts";
import type { Device, Gate } from "./device.ts";
import { asTabRecorder, engineOf, type Release, type TabRecorder } from "./engine.ts";
import { OWNER } from "./identity.ts";
import { asBefore, asBeforeThat, type OldTab } from "./old-tab.ts";
import { createRecorder as createRecorderBefore } from "./release-before/engine.js";
import type { SimulatedServer } from "./server.ts";
import { createOpenSession, type Sound } from "./simulated-worker.ts";
import { createTabApi } from "./tab-api.ts";
import type { World } from "./world.ts";

export interface SimulatedTab {
  readonly name: string;
  readonly recorder: TabRecorder;
  readonly release: Release;
  /** What it records at the moment, if it does. */
  sound(): Sound | undefined;
  isDead(): boolean;
  die(): void;
  /** As when the network returns, or the page is looked at. */
  wake(): void;
}

export interface TabParts {
  readonly world: World;
  readonly device: Device;
  readonly server: SimulatedServer;
  readonly tabs: VirtualTabs;
  /** Tabs that are sending at the moment. */
  readonly sending: Map<SimulatedTab, number>;
}

export function openTab(name: string, parts: TabParts, release: Release): SimulatedTab {
  const { world, device, server, tabs, sending } = parts;
  const { random, trouble, clock, time } = world;
  const engine = engineOf(release);
  const shared = tabs.join();
  const wakeListeners = new Set<() => void>();
  let dead = false;
  let sound: Sound | undefined;

  function die(): void {
    if (dead) return;
    dead = true;
    world.log(`${name} dies`);
    shared.leave();
    sending.delete(tab);
    server.forgetWaits();
  }

  const never = new Promise<never>(() => undefined);
  const gate: Gate = async (operation) => {
    if (!dead && random.chance(trouble.crash / 200)) die();
    if (dead) return never;
    const outcome = await operation().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if (dead) return never;
    if ("error" in outcome) throw engine.errorOf(outcome.error);
    return outcome.value;
  };
  const { errorOf } = engine;
  const disk = device.through({ gate, isDead: () => dead, die, errorOf });

  const environment: Environment = {
    clock: { nowMicros: () => time.wallMs() * 1000 },
    setTimer: (delayMs, callback) =>
      clock.setTimer(delayMs, () => {
        if (!dead) callback();
      }),
    random01: () => random.next(),
    randomBytes: (count) => Uint8Array.from({ length: count }, () => random.between(0, 255)),
    sha256: (bytes) => gate(async () => sha256Of(bytes)),
    isOnline: () => !(trouble.isOffline && trouble.offlineIsKnown),
    onWake: (listener) => {
      wakeListeners.add(listener);
      return () => {
        wakeListeners.delete(listener);
      };
    },
    putObject: (request) => {
      if (dead) return never;
      for (const other of sending.keys()) {
        if (other !== tab) world.violate(`${name} sends while ${other.name} does`);
      }
      sending.set(tab, (sending.get(tab) ?? 0) + 1);
      return gate(() =>
        server.putObject({
          ...request,
          onProgress: (sentBytes) => {
            if (!dead) request.onProgress(sentBytes);
          },
        }),
      ).finally(() => {
        const left = (sending.get(tab) ?? 1) - 1;
        if (left === 0) sending.delete(tab);
        else sending.set(tab, left);
      });
    },
    lock: shared.lock,
    openChannel: shared.openChannel,
    openStorage: () => gate(async () => ({ records: disk.records, files: () => disk.files })),
    estimateStorage: async () => undefined,
    storageLasts: async () => device.storageLasts(),
    persistStorage: async () => true,
  };

  const openSession = createOpenSession({
    world,
    engine,
    isDead: () => dead,
    sha256: (bytes) => environment.sha256(bytes),
    disk: (isEnded) =>
      device.through({
        gate: (operation) => gate(() => (isEnded() ? never : operation())),
        isDead: () => dead || isEnded(),
        die,
        errorOf,
      }),
    onSound: (running) => {
      sound = running;
    },
  });

  const isBeforeThat = release === "before-that";
  const options = {
    api: createTabApi(server.api, {
      engine,
      gate,
      nowMs: () => time.wallMs(),
      monotonicMs: () => time.monotonicMs(),
      hearsTime: !isBeforeThat,
      isBeforeThat: isBeforeThat || server.isOld,
    }),
    owner: OWNER,
    // The release before the last knew nothing of it.
    ...(isBeforeThat ? {} : { userType: () => trouble.userType }),
    openSession,
  };

  function createTabRecorder(): TabRecorder {
    if (release === "today") return asTabRecorder(createRecorder({ ...options, environment }));
    const oldTab: OldTab = isBeforeThat ? asBeforeThat(shared) : asBefore(shared);
    return createRecorderBefore({ ...options, environment: { ...environment, ...oldTab } });
  }

  const tab: SimulatedTab = {
    name,
    recorder: createTabRecorder(),
    release,
    sound: () => sound,
    isDead: () => dead,
    die,
    wake: () => {
      // What is woken now may have to wait for its turn, and find itself offline again.
      server.forgetOfflineTries();
      if (!dead) for (const listener of wakeListeners) listener();
    },
  };
  tab.recorder.subscribe(() => {
    const { safety, recordings } = tab.recorder.snapshot();
    if (dead || (safety !== "on-device" && safety !== "in-bucket")) return;
    device.calledSafe(recordings.map(({ recordingId }) => recordingId));
  });
  world.log(`${name} opens, of release: ${release}`);
  return tab;
}
