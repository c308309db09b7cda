// What a page or the service worker takes from the browser, in a run. It can die at any moment, and then
// nothing of it is heard of again but the requests that were already on their way. And it can be frozen: its
// timers, its answers and what others tell it are held up, and it keeps its locks.
import { recoverRecording } from "../../packages/recorder/src/journal/recover.ts";
import type { Environment } from "../../packages/recorder/src/environment.ts";
import type { VirtualTab, VirtualTabs } from "../../packages/recorder/src/testing/virtual-tabs.ts";
import { sha256Of } from "./bucket.ts";
import type { Device, Gate } from "./device.ts";
import type { Engine } from "./engine.ts";
import type { SimulatedServer } from "./server.ts";
import type { World } from "./world.ts";

export interface TabParts {
  readonly world: World;
  readonly device: Device;
  readonly server: SimulatedServer;
  readonly tabs: VirtualTabs;
  /** By name, those that are sending at the moment, and how much. */
  readonly sending: Map<string, number>;
}

export interface TabEnvironment {
  readonly environment: Environment;
  readonly gate: Gate;
  /** A disk of the tab that is gone when `isEnded` says so. */
  readonly disk: (isEnded: () => boolean) => ReturnType<Device["through"]>;
  readonly isDead: () => boolean;
  readonly die: () => void;
  /** As when the network returns, or the page is looked at. */
  readonly wake: () => void;
}

const never = new Promise<never>(() => undefined);

export function createTabEnvironment(
  name: string,
  { world, device, server, tabs, sending }: TabParts,
  engine: Engine,
): TabEnvironment {
  const { random, trouble, clock, time, clogs } = world;
  const { errorOf, isOld } = engine;
  const joined = tabs.join();
  const wakeListeners = new Set<() => void>();
  let dead = false;

  function die(): void {
    if (dead) return;
    dead = true;
    world.log(`${name} dies`);
    joined.leave();
    sending.delete(name);
    server.forgetWaits();
  }

  const gate: Gate = async (operation) => {
    if (!dead && random.chance(trouble.crash / 200)) die();
    await clogs.pass(name);
    if (dead) return never;
    const outcome = await operation().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    await clogs.pass(name);
    if (dead) return never;
    if ("error" in outcome) throw errorOf(outcome.error);
    return outcome.value;
  };

  const shared: Pick<VirtualTab, "lock" | "openChannel"> = {
    lock: async (lock, signal) => {
      const release = await joined.lock(lock, signal);
      await clogs.pass(name);
      return release;
    },
    openChannel: (channelName, onMessage) => {
      let isClosed = false;
      const channel = joined.openChannel(channelName, (message) => {
        clogs.run(name, () => {
          if (!dead && !isClosed) onMessage(message);
        });
      });
      return {
        post: (message) => channel.post(message),
        close: () => {
          isClosed = true;
          channel.close();
        },
      };
    },
  };

  /** Of two that send at once, one thinks that it leads and does not. */
  function startSending(): () => void {
    for (const other of sending.keys()) {
      if (other !== name) world.violate(`${name} sends while ${other} does`);
    }
    sending.set(name, (sending.get(name) ?? 0) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = (sending.get(name) ?? 1) - 1;
      if (left === 0) sending.delete(name);
      else sending.set(name, left);
    };
  }

  const disk: TabEnvironment["disk"] = (isEnded) =>
    device.through({
      gate: (operation) => gate(() => (isEnded() ? never : operation())),
      isDead: () => dead || isEnded(),
      die,
      errorOf,
      isOld,
    });
  const ownDisk = disk(() => false);

  const environment: Environment = {
    clock: { nowMicros: () => time.wallMs() * 1000 },
    setTimer: (delayMs, callback) => {
      let isCancelled = false;
      const cancel = clock.setTimer(delayMs, () => {
        clogs.run(name, () => {
          if (!dead && !isCancelled) callback();
        });
      });
      return () => {
        isCancelled = true;
        cancel();
      };
    },
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
      const stopSending = startSending();
      const aborted = Promise.withResolvers<never>();
      request.signal.addEventListener("abort", () => {
        stopSending();
        aborted.reject(errorOf(request.signal.reason));
      });
      const put = gate(() =>
        server.putObject({
          ...request,
          onProgress: (sentBytes) => {
            if (!dead) request.onProgress(sentBytes);
          },
        }),
      );
      return Promise.race([put, aborted.promise]).finally(stopSending);
    },
    ...shared,
    loadRecovery: async () => recoverRecording,
    openStorage: () => gate(async () => ({ records: ownDisk.records, files: () => ownDisk.files })),
    estimateStorage: async () => undefined,
    storageLasts: async () => device.storageLasts(),
    persistStorage: async () => true,
  };

  return {
    environment,
    gate,
    disk,
    isDead: () => dead,
    die,
    wake: () => {
      // What is woken now may have to wait for its turn, and find itself offline again.
      server.forgetOfflineTries();
      clogs.run(name, () => {
        if (!dead) for (const listener of wakeListeners) listener();
      });
    },
  };
}
