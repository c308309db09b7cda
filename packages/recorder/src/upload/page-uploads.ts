// What a page uploads with. It is one file, which a page loads beside the code that it records with: a recording
// starts without it.
import type { Environment } from "../environment.ts";
import { openJournalReader } from "../journal/journal-reader.ts";
import { loadLater } from "../journal/load-later.ts";
import { sharedEnvironment } from "../shared-environment.ts";
import { createPutObject } from "./put-object.ts";

export { createUploads } from "./uploads.ts";

export const openStorage: Environment["openStorage"] = (onClosed) =>
  openJournalReader(onClosed, async (database) =>
    (await loadLater()).createIndexedDbFiles(database),
  );

export const putObject = createPutObject({
  createRequest: () => new XMLHttpRequest(),
  setTimer: sharedEnvironment.setTimer,
});
