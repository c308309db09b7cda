// An environment whose time, network and PUTs a test owns. Nothing happens until the test says so.
import { crc32 } from "@tapedeck/core/crc32";
import type { Grant } from "@tapedeck/core/contract";
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { AppError, type ErrorDetails } from "@tapedeck/core/errors";
import type { Environment } from "../environment.ts";
import { recoverRecording } from "../journal/recover.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";
import { createMemoryFiles } from "../journal/memory-files.ts";
import { createMemoryRecords } from "../journal/memory-records.ts";
import type { StorageEstimate } from "../journal/storage-watch.ts";
import { settle } from "./settle.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import { createVirtualTabs } from "./virtual-tabs.ts";

/** One PUT that was asked for, to be answered by the test. */
export interface ScriptedPut {
  readonly grant: Grant;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
  progress(sentBytes: number): void;
  store(): Promise<void>;
  fail(code: ErrorCode, details?: ErrorDetails): Promise<void>;
}

export interface VirtualEnvironment extends Environment {
  /** Every PUT so far, answered or not. */
  readonly puts: readonly ScriptedPut[];
  /** Highest number of PUTs that were unanswered at the same time. */
  mostPutsAtOnce(): number;
  /** How often the browser was asked not to delete what is stored. */
  persistCount(): number;
  nowMs(): number;
  /** Moves time on, timer by timer. */
  advance(ms: number): Promise<void>;
  /** Timers that are set. */
  timerCount(): number;
  setOnline(online: boolean): Promise<void>;
  setEstimate(estimate: StorageEstimate): void;
  readonly storage: JournalStorage;
  /** As when a later version of the app takes it. */
  closeStorage(): Promise<void>;
}

/**
 * @param options.random01 - what the dice always show; 1 makes every wait its longest
 * @param options.storageLasts - `false`: as in a private window, or at a first visit; `unreadable`: there
 *   is no place for a mark
 */
export function createVirtualEnvironment({
  random01 = 1,
  storageLasts = true,
}: {
  readonly random01?: number;
  readonly storageLasts?: boolean | "unreadable";
} = {}): VirtualEnvironment {
  const puts: ScriptedPut[] = [];
  const clock = createVirtualClock();
  const tabs = createVirtualTabs();
  const files = createMemoryFiles("opfs");
  const storage: JournalStorage = { records: createMemoryRecords(), files: () => files };
  const wakeListeners = new Set<() => void>();
  const closeListeners = new Set<() => void>();
  let isOnline = true;
  let openPuts = 0;
  let mostPuts = 0;
  let persistCount = 0;
  let estimate: StorageEstimate = { usageBytes: 0, quotaBytes: 1e12 };

  return {
    ...tabs.join(),
    clock: clock.clock,
    setTimer: clock.setTimer,
    random01: () => random01,
    randomBytes: (count) => Uint8Array.from({ length: count }, (_, index) => index),
    // The browser's own hashing answers from another thread, whenever it likes.
    sha256: async (bytes) => btoa(`sum of ${crc32(bytes)}`),
    isOnline: () => isOnline,
    onWake: (listener) => {
      wakeListeners.add(listener);
      return () => {
        wakeListeners.delete(listener);
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
        fail: (code, details = {}) =>
          close(() => answer.reject(new AppError(code, "scripted", { details }))),
      });
      return answer.promise;
    },
    loadRecovery: async () => recoverRecording,
    openStorage: async (onClosed) => {
      closeListeners.add(onClosed);
      return storage;
    },
    closeStorage: async () => {
      for (const listener of closeListeners) listener();
      await settle();
    },
    estimateStorage: async () => estimate,
    storageLasts: async () => {
      if (storageLasts === "unreadable") throw new AppError("STORAGE_FAILED", "scripted");
      return storageLasts;
    },
    persistStorage: async () => {
      persistCount += 1;
      return true;
    },

    storage,
    puts,
    mostPutsAtOnce: () => mostPuts,
    persistCount: () => persistCount,
    nowMs: () => clock.nowMs(),
    timerCount: () => clock.timerCount(),
    advance: (ms) => clock.advance(ms),
    setOnline: async (online) => {
      isOnline = online;
      if (online) for (const listener of wakeListeners) listener();
      await settle();
    },
    setEstimate: (next) => {
      estimate = next;
    },
  };
}
