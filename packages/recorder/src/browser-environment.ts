// What the engine takes from the page that it runs in.
import { loadLater } from "./journal/load-later.ts";
import type { Environment } from "./environment.ts";
import { sharedEnvironment } from "./shared-environment.ts";
import { loadUploads } from "./upload/load-uploads.ts";

/** TypeScript takes it for granted; WebKitGTK has none unless the Storage API is switched on. */
const storageManager = (): Partial<StorageManager> => navigator.storage ?? {};

export const browserEnvironment: Environment = {
  ...sharedEnvironment,
  openStorage: async (onClosed) => (await loadUploads()).openStorage(onClosed),
  loadRecovery: async () => (await loadLater()).recoverRecording,
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  onWake: (listener) => {
    const stopped = new AbortController();
    const { signal } = stopped;
    const whenVisible = () => {
      if (document.visibilityState === "visible") listener();
    };
    addEventListener("online", listener, { signal });
    document.addEventListener("visibilitychange", whenVisible, { signal });
    return () => stopped.abort();
  },
  putObject: async (put) => (await loadUploads()).putObject(put),
  estimateStorage: async () => {
    const { usage, quota } = (await storageManager().estimate?.()) ?? {};
    return usage === undefined || quota === undefined
      ? undefined
      : { usageBytes: usage, quotaBytes: quota };
  },
  storageLasts: async () => (await loadLater()).proveThisStorage(),
  persistStorage: async () => (await storageManager().persist?.()) ?? false,
};
