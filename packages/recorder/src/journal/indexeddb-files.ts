// Journal files in IndexedDB, for browsers whose workers cannot write files: appends are gathered
// into few transactions, because one for each packet costs 7 % of a core (measured).
import type { AppError } from "@tapedeck/core/errors";
import { joinBytes } from "./join-bytes.ts";
import type { JournalDatabase } from "./journal-database.ts";
import type { JournalFile, JournalFiles } from "./journal-files.ts";
import { storageError, translated } from "./storage-error.ts";

/** 100 ms of sound: the most that killing the browser may cost. */
const APPENDS_PER_PIECE = 5;

export function createIndexedDbFiles(database: JournalDatabase): JournalFiles {
  const piecesOf = (name: string) => database.getAllFromIndex("pieces", "name", name);
  const remove = (name: string) =>
    translated(async () => {
      const transaction = database.transaction("pieces", "readwrite");
      const keys = await transaction.store.index("name").getAllKeys(name);
      await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
    });
  return {
    kind: "indexeddb",
    create: async (name) => {
      await remove(name);
      // An empty piece: the file exists from now on.
      await translated(() => database.add("pieces", { name, bytes: new Uint8Array() }));
      return openFile(database, name);
    },
    read: (name) =>
      translated(async () => {
        const pieces = await piecesOf(name);
        if (pieces.length === 0) return undefined;
        return joinBytes(pieces.map(({ bytes }) => bytes));
      }),
    remove,
    list: () =>
      translated(async () => {
        const names = new Set<string>();
        const { store, done } = database.transaction("pieces");
        let cursor = await store.index("name").openKeyCursor(null, "nextunique");
        while (cursor) {
          names.add(cursor.key);
          cursor = await cursor.continue();
        }
        await done;
        return [...names].sort();
      }),
  };
}

function openFile(database: JournalDatabase, name: string): JournalFile {
  let gathered: Uint8Array[] = [];
  /** The first failure of a write that was not waited for; nothing is written after it. */
  let failure: AppError | undefined;
  let writing = Promise.resolve();
  let isClosed = false;

  async function add(bytes: Uint8Array<ArrayBuffer>, durability: IDBTransactionDurability) {
    // A piece behind one that failed would be read as if nothing were missing between them.
    if (failure) return;
    const transaction = database.transaction("pieces", "readwrite", { durability });
    // Why a transaction failed is known to itself only; its requests all say AbortError.
    transaction.store.add({ name, bytes }).catch(() => undefined);
    transaction.commit();
    await transaction.done;
  }

  function write(durability: IDBTransactionDurability): void {
    const bytes = joinBytes(gathered);
    gathered = [];
    writing = writing
      .then(() => add(bytes, durability))
      .catch((thrown: unknown) => {
        failure = storageError(thrown);
      });
  }

  return {
    append: (bytes) => {
      if (failure) throw failure;
      gathered.push(bytes.slice());
      if (gathered.length === APPENDS_PER_PIECE) write("relaxed");
    },
    close: async () => {
      if (!isClosed && !failure) {
        isClosed = true;
        // Even with nothing gathered: it takes what was written before along to the disk.
        write("strict");
      }
      await writing;
      if (failure) throw failure;
    },
  };
}
