// The bucket's list as this device remembers it, so that rows are there before the first answer, and offline.
// The bucket is the truth: a browser that keeps nothing only costs time.
import { knownPerson } from "../session/known-person.ts";
import { openLibraryDatabase } from "../session/library-database.ts";
import type { KnownLibrary } from "./walk-library.ts";

const STORE = "library";
/** One record holds the whole list: 10,000 entries are read in a few hundredths of a second. */
const KEY = "known";

export interface RememberedLibrary extends KnownLibrary {
  /** Ids of recordings that a crash cut off and that this device saved. */
  readonly rescued: readonly string[];
}

/** @returns nothing if this device remembers no list */
export async function readLibraryCache(owner: string): Promise<RememberedLibrary | undefined> {
  try {
    return await inStore(
      owner,
      "readonly",
      (store) => store.get(KEY) as IDBRequest<RememberedLibrary>,
    );
  } catch {
    return undefined;
  }
}

export async function writeLibraryCache(owner: string, library: RememberedLibrary): Promise<void> {
  // Another tab may have signed the person out, and removed the list.
  if (knownPerson()?.sub !== owner) return;
  try {
    await inStore(owner, "readwrite", (store) => store.put(library, KEY));
  } catch {
    // The next visit then waits for the server's answer.
  }
}

/** Opens the database for one request only: an open one would hold up its removal. */
async function inStore<Result>(
  owner: string,
  mode: IDBTransactionMode,
  request: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = openLibraryDatabase(owner);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await resultOf(opening);
  try {
    return await resultOf(request(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the database gave no reason"));
  });
}
