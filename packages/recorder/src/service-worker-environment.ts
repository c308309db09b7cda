// What uploading takes from a service worker: it has no XMLHttpRequest, and no person looks at it.
import { openJournalReader } from "./journal/journal-reader.ts";
import { createIndexedDbFiles } from "./journal/indexeddb-files.ts";
import { recoverRecording } from "./journal/recover.ts";
import { sharedEnvironment } from "./shared-environment.ts";
import { createFetchPutObject } from "./upload/fetch-put-object.ts";

const { setTimer } = sharedEnvironment;

export const serviceWorkerEnvironment = {
  ...sharedEnvironment,
  // A service worker is one file.
  openStorage: (onClosed: () => void) =>
    openJournalReader(onClosed, async (database) => createIndexedDbFiles(database)),
  loadRecovery: async () => recoverRecording,
  putObject: createFetchPutObject({ fetch: (url, init) => fetch(url, init), setTimer }),
};
