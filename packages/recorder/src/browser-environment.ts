// What the engine takes from the page that it runs in.
import { createPutObject } from "./upload/put-object.ts";
import { loadRecovery } from "./journal/load-later.ts";
import { proveStorage } from "./journal/storage-proof.ts";
import { browserVisit } from "./journal/visit-ports.ts";
import type { Environment } from "./environment.ts";
import { sharedEnvironment } from "./shared-environment.ts";

/** TypeScript takes it for granted; WebKitGTK has none unless the Storage API is switched on. */
const storageManager = (): Partial<StorageManager> => navigator.storage ?? {};

export const browserEnvironment: Environment = {
  ...sharedEnvironment,
  loadRecovery,
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
  putObject: createPutObject({
    createRequest: () => new XMLHttpRequest(),
    setTimer: sharedEnvironment.setTimer,
  }),
  estimateStorage: async () => {
    const { usage, quota } = (await storageManager().estimate?.()) ?? {};
    return usage === undefined || quota === undefined
      ? undefined
      : { usageBytes: usage, quotaBytes: quota };
  },
  storageLasts: () => proveStorage(browserVisit),
  persistStorage: async () => (await storageManager().persist?.()) ?? false,
};
