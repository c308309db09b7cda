// What uploading takes from a service worker: it has no XMLHttpRequest, and no person looks at it.
import { recoverRecording } from "./journal/recover.ts";
import { sharedEnvironment } from "./shared-environment.ts";
import { createFetchPutObject } from "./upload/fetch-put-object.ts";

const { setTimer } = sharedEnvironment;

export const serviceWorkerEnvironment = {
  ...sharedEnvironment,
  // A service worker is one file.
  loadRecovery: async () => recoverRecording,
  putObject: createFetchPutObject({ fetch: (url, init) => fetch(url, init), setTimer }),
};
