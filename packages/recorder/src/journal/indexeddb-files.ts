// Journal files in IndexedDB, for browsers whose workers cannot write files: appends are gathered
// into few transactions, because one for each packet costs 7 % of a core (measured).
import { joinBytes } from "./join-bytes.ts";
import type { JournalDatabase, Piece } from "./journal-database.ts";
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
  /** The first failure of a write that was not waited for. */
  let failure: unknown;
  let writing: Promise<unknown> = Promise.resolve();

  function write(durability: IDBTransactionDurability): void {
    const piece: Piece = { name, bytes: joinBytes(gathered) };
    gathered = [];
    // Transactions on one store are carried out in the order in which they were made.
    const transaction = database.transaction("pieces", "readwrite", { durability });
    const written = Promise.all([transaction.store.add(piece), transaction.done]);
    writing = Promise.all([writing, written]).catch((thrown: unknown) => {
      failure ??= thrown;
    });
    transaction.commit();
  }

  return {
    append: (bytes) => {
      if (failure !== undefined) throw storageError(failure);
      gathered.push(bytes);
      if (gathered.length < APPENDS_PER_PIECE) return;
      try {
        write("relaxed");
      } catch (thrown) {
        throw storageError(thrown);
      }
    },
    close: () =>
      translated(async () => {
        if (gathered.length > 0) write("strict");
        await writing;
        if (failure !== undefined) throw failure;
      }),
  };
}
