// What the engine takes from the browser besides sound, so that tests can own it.
import type { Clock, Timer } from "@tapedeck/core/ports";
import type { recoverRecording } from "./journal/recover.ts";
import type { JournalStorage } from "./journal/journal-storage.ts";
import { type PutObject } from "./upload/put-object.ts";
import type { StorageEstimate } from "./journal/storage-watch.ts";
import type { TabMessage } from "./upload/tab-message.ts";

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
  /**
   * The code that finishes what a dead recorder left.
   *
   * @throws {AppError} APP_INCOMPLETE – it cannot be loaded just now
   */
  loadRecovery(): Promise<typeof recoverRecording>;
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
  /** Once it is closed, it says nothing. */
  post(message: TabMessage): void;
  close(): void;
}
