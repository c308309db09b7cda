// Journal files in IndexedDB, for browsers whose workers cannot write files: one transaction for each append.
import type { AppError } from "@tapedeck/core/errors";
import { answerOf, inStore } from "./database-requests.ts";
import type { JournalFile, JournalFiles } from "./journal-files.ts";
import { storageError, translated } from "./storage-error.ts";

/** What an append wrote. */
interface Piece {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export function createIndexedDbFiles(database: IDBDatabase): JournalFiles {
  const piecesOf = (name: string) =>
    inStore(database, "pieces", {}, (store) =>
      // By primary key within the index: in the order of the appends.
      answerOf<Piece[]>(store.index("name").getAll(name)),
    );
  const remove = (name: string) =>
    translated(() =>
      inStore(database, "pieces", { mode: "readwrite" }, async (store) => {
        for (const key of await answerOf<IDBValidKey[]>(store.index("name").getAllKeys(name)))
          store.delete(key);
      }),
    );
  return {
    kind: "indexeddb",
    create: async (name) => {
      await remove(name);
      // An empty piece: the file exists from now on.
      await translated(() => addPiece(database, { name, bytes: new Uint8Array() }));
      return openFile(database, name);
    },
    read: (name) =>
      translated(async () => {
        const pieces = await piecesOf(name);
        if (pieces.length === 0) return undefined;
        const bytes = new Blob(pieces.map((piece) => piece.bytes));
        return new Uint8Array(await bytes.arrayBuffer());
      }),
    remove,
    list: () =>
      translated(() =>
        inStore(database, "pieces", {}, (store) => {
          const names: string[] = [];
          const request = store.index("name").openKeyCursor(null, "nextunique");
          return new Promise<readonly string[]>((resolve, reject) => {
            request.onerror = () => reject(storageError(request.error));
            request.onsuccess = () => {
              const cursor = request.result;
              if (cursor === null) return resolve(names);
              if (typeof cursor.key === "string") names.push(cursor.key);
              cursor.continue();
            };
          });
        }),
      ),
  };
}

/** @param durability - the browser's choice unless given */
async function addPiece(
  database: IDBDatabase,
  piece: Piece,
  durability: IDBTransactionDurability = "default",
): Promise<void> {
  await inStore(database, "pieces", { mode: "readwrite", durability }, (store) => {
    store.add(piece);
    store.transaction.commit();
  });
}

function openFile(database: IDBDatabase, name: string): JournalFile {
  /** The first failure of a write that was not waited for; nothing is written after it. */
  let failure: AppError | undefined;
  let writing = Promise.resolve();
  let isClosed = false;

  async function add(bytes: Uint8Array<ArrayBuffer>, durability: IDBTransactionDurability) {
    // A piece behind one that failed would be read as if nothing were missing between them.
    if (failure) return;
    await addPiece(database, { name, bytes }, durability);
  }

  function write(bytes: Uint8Array<ArrayBuffer>, durability: IDBTransactionDurability): void {
    writing = writing
      .then(() => add(bytes, durability))
      .catch((thrown: unknown) => {
        failure = storageError(thrown);
      });
  }

  return {
    append: (bytes) => {
      if (failure) throw failure;
      write(bytes.slice(), "relaxed");
    },
    close: async () => {
      if (!isClosed && !failure) {
        isClosed = true;
        // It takes what was written before along to the disk.
        write(new Uint8Array(), "strict");
      }
      await writing;
      if (failure) throw failure;
    },
  };
}
