// What the engine takes from the browser besides sound, so that tests can own it.
import type { Clock, Timer } from "@tapedeck/core/ports";
import { openJournalReader } from "./journal/choose-files.ts";
import type { JournalStorage } from "./journal/journal-storage.ts";
import { createFetchPutObject } from "./upload/fetch-put-object.ts";
import { createPutObject, type PutObject } from "./upload/put-object.ts";
import type { StorageEstimate } from "./journal/storage-watch.ts";
import { proveStorage } from "./journal/storage-proof.ts";
import { sha256Base64 } from "./sha256.ts";
import type { TabMessage } from "./upload/tab-message.ts";
import { browserVisit } from "./journal/visit-ports.ts";

export interface Environment {
  readonly clock: Clock;
  readonly setTimer: Timer;
  /** From 0 (inclusive) to 1 (exclusive): for jitter, not for secrets. */
  random01(): number;
  randomBytes(count: number): Uint8Array;
  /** Base64 of the 32 bytes. */
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /** What the browser believes about the network. */
  isOnline(): boolean;
  /**
   * Calls back when the network returns, and when the page is looked at again: a machine that slept
   * may have missed the first. @returns the way to stop listening
   */
  onWake(listener: () => void): () => void;
  readonly putObject: PutObject;
  /**
   * Waits until no other tab of this browser holds the lock, and holds it until the function that it
   * resolves with is called or this tab is gone.
   *
   * @throws the signal's reason – aborted while waiting
   */
  lock(name: string, signal: AbortSignal): Promise<() => void>;
  /** All tabs that have a channel of the name hear each other; none hears itself. */
  openChannel(name: string, onMessage: (message: TabMessage) => void): TabChannel;
  /**
   * What this device keeps, in this tab and all others.
   *
   * @param onClosed - it cannot be used any more: a later version of the app, in another tab, needed it
   *   to itself, or the browser took it away
   * @throws {AppError} STORAGE_FAILED
   */
  openStorage(onClosed: () => void): Promise<JournalStorage>;
  /** `undefined` where the browser does not tell. */
  estimateStorage(): Promise<StorageEstimate | undefined>;
  /**
   * What this device stores is known to outlive the browser's windows: see storage-proof.ts. A private
   * window never is, nor is a browser at the first visit.
   */
  storageLasts(): Promise<boolean>;
  /**
   * Asks the browser not to delete what is kept when the disk runs low. Some ask the person. The answer
   * says nothing of private windows.
   *
   * @see https://storage.spec.whatwg.org/#persistence
   */
  persistStorage(): Promise<boolean>;
}

export interface TabChannel {
  post(message: TabMessage): void;
  close(): void;
}

const setTimer: Timer = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  return () => {
    clearTimeout(timer);
  };
};

// Async, so that a browser without locks rejects instead of throwing.
const lock: Environment["lock"] = async (name, signal) => {
  const granted = Promise.withResolvers<() => void>();
  navigator.locks
    .request(name, { signal }, () => {
      const held = Promise.withResolvers<void>();
      granted.resolve(held.resolve);
      return held.promise;
    })
    .catch(granted.reject);
  return granted.promise;
};

const openChannel: Environment["openChannel"] = (name, onMessage) => {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => onMessage(data);
  return {
    post: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
};

/** TypeScript takes it for granted; WebKitGTK has none unless the Storage API is switched on. */
const storageManager = (): Partial<StorageManager> => navigator.storage ?? {};

export const browserEnvironment: Environment = {
  clock: { nowMicros: () => Date.now() * 1000 },
  setTimer,
  random01: () => Math.random(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  sha256: sha256Base64,
  isOnline: () => navigator.onLine,
  onWake: (listener) => {
    const whenVisible = () => {
      if (document.visibilityState === "visible") listener();
    };
    addEventListener("online", listener);
    document.addEventListener("visibilitychange", whenVisible);
    return () => {
      removeEventListener("online", listener);
      document.removeEventListener("visibilitychange", whenVisible);
    };
  },
  putObject: createPutObject({ createRequest: () => new XMLHttpRequest(), setTimer }),
  lock,
  openChannel,
  openStorage: openJournalReader,
  estimateStorage: async () => {
    const { usage, quota } = (await storageManager().estimate?.()) ?? {};
    return usage === undefined || quota === undefined
      ? undefined
      : { usageBytes: usage, quotaBytes: quota };
  },
  storageLasts: () => proveStorage(browserVisit),
  persistStorage: async () => (await storageManager().persist?.()) ?? false,
};

/** What uploading takes from a service worker, which nobody looks at and where no XMLHttpRequest is. */
export const serviceWorkerEnvironment: Omit<Environment, "onWake" | "storageLasts"> = {
  ...browserEnvironment,
  putObject: createFetchPutObject({ fetch: (url, init) => fetch(url, init), setTimer }),
};
