// The journal as windows and the service worker open it: they read and remove what workers wrote.
import { AppError } from "@tapedeck/core/errors";
import { createIndexedDbRecords } from "./indexeddb-records.ts";
import { openJournalDatabase } from "./journal-database.ts";
import type { JournalFiles } from "./journal-files.ts";
import type { JournalStorage } from "./journal-storage.ts";
import { openOpfsFiles } from "./opfs-files.ts";

/**
 * @param onClosed - it cannot be used any more, see environment.ts
 * @param filesIn - the files of that database, whose code is loaded when they are first used
 * @throws {AppError} STORAGE_FAILED – this browser keeps nothing for this page
 */
export async function openJournalReader(
  onClosed: () => void,
  filesIn: (database: IDBDatabase) => Promise<JournalFiles>,
): Promise<JournalStorage> {
  const database = await openJournalDatabase({ onUpgrade: "yield", onClosed });
  const inDatabase = filesLater(() => filesIn(database));
  const inFolder = await openOpfsFiles().catch(() => undefined);
  return {
    records: createIndexedDbRecords(database),
    files: (kind) => {
      if (kind === "indexeddb") return inDatabase;
      if (kind === "opfs" && inFolder) return inFolder;
      throw new AppError("STORAGE_FAILED", `This browser does not give back its ${kind} files.`);
    },
  };
}

/** Most browsers write no files in IndexedDB. */
function filesLater(load: () => Promise<JournalFiles>): JournalFiles {
  return {
    kind: "indexeddb",
    create: async (name) => (await load()).create(name),
    read: async (name) => (await load()).read(name),
    remove: async (name) => (await load()).remove(name),
    list: async () => (await load()).list(),
  };
}
