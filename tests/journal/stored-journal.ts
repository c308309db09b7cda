// A journal as an older version of the app left it: the database by that version's own steps, which
// are frozen here, and its files.
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";

export interface StoredJournal {
  readonly recordings: readonly RecordingRecord[];
  readonly segments: readonly SegmentRecord[];
  /** In OPFS, by name: their bytes in base64. */
  readonly files: Readonly<Record<string, string>>;
}

const DATABASE = "tapedeck";

/** As released: `upgrades[0]` of journal-database.ts, without any of today's code. */
export function openVersion1(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("recordings", { keyPath: "recordingId" });
    request.result.createObjectStore("segments", { keyPath: ["recordingId", "sequence"] });
  };
  return settled(request);
}

/** As commit 61d016d had it: both of its steps at once. */
function openVersion2(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 2);
  request.onupgradeneeded = () => {
    const { result } = request;
    const recordings = result.createObjectStore("recordings", { keyPath: "recordingId" });
    result.createObjectStore("segments", { keyPath: ["recordingId", "sequence"] });
    recordings.createIndex("owner", "owner");
    result.createObjectStore("pieces", { autoIncrement: true }).createIndex("name", "name");
  };
  return settled(request);
}

/** A later version needs the database to itself before it can change anything. */
export function openLater(version: number): Promise<"opened" | "blocked"> {
  const request = indexedDB.open(DATABASE, version);
  return new Promise((resolve, reject) => {
    request.onblocked = () => resolve("blocked");
    request.onerror = () => reject(new Error(`version ${version}: ${request.error?.message}`));
    request.onsuccess = () => {
      request.result.close();
      resolve("opened");
    };
  });
}

export async function storeVersion1(journal: StoredJournal): Promise<void> {
  await store(journal, await openVersion1());
}

export async function storeVersion2(journal: StoredJournal): Promise<void> {
  await store(journal, await openVersion2());
}

async function store(journal: StoredJournal, database: IDBDatabase): Promise<void> {
  const transaction = database.transaction(["recordings", "segments"], "readwrite");
  for (const record of journal.recordings) transaction.objectStore("recordings").put(record);
  for (const record of journal.segments) transaction.objectStore("segments").put(record);
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(new Error(`not stored: ${transaction.error?.message}`));
  });
  database.close();
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("tapedeck-journal", { create: true });
  for (const [name, base64] of Object.entries(journal.files)) {
    const handle = await folder.getFileHandle(name, { create: true });
    const writable = await handle.createWritable();
    await writable.write(Uint8Array.fromBase64(base64));
    await writable.close();
  }
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(`IndexedDB: ${request.error?.message}`));
  });
}
