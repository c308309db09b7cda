// Keeps the peaks of each person's recordings on this device, so that a recording is decoded once.
import type { Peaks } from "@tapedeck/core/peaks";

const DATABASE = "tapedeck-peaks";
const STORE = "peaks";
/** An hour has 36 kB. */
const MOST_KEPT = 1000;

export interface PeaksStore {
  /** `undefined` also where the browser keeps nothing. */
  read(recordingId: string): Promise<Peaks | undefined>;
  keep(recordingId: string, peaks: Peaks): Promise<void>;
}

/** @param owner - the person's `sub` */
export function openPeaksStore(owner: string): PeaksStore {
  const opening = open().catch(() => undefined);
  const store = async (mode: IDBTransactionMode) =>
    (await opening)?.transaction(STORE, mode).objectStore(STORE);
  return {
    read: async (recordingId) => {
      try {
        const peaks = await answer<unknown>((await store("readonly"))?.get([owner, recordingId]));
        return peaks instanceof Uint8Array ? new Uint8Array(peaks) : undefined;
      } catch {
        return undefined;
      }
    },
    keep: async (recordingId, peaks) => {
      try {
        const kept = await store("readwrite");
        await answer(kept?.put(peaks, [owner, recordingId]));
        const count = await answer(kept?.count());
        if (kept === undefined || count === undefined || count <= MOST_KEPT) return;
        // Ids sort by time: the first key is the oldest recording.
        const [oldest] = (await answer(kept.getAllKeys(null, 1))) ?? [];
        if (oldest !== undefined) await answer(kept.delete(oldest));
      } catch {
        // A private window, or a full disk: the peaks are made again next time.
      }
    },
  };
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  const database = await answer(request);
  if (database === undefined) throw new Error("the browser gave no database");
  return database;
}

function answer<Result>(request: IDBRequest<Result> | undefined): Promise<Result | undefined> {
  if (request === undefined) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's database failed"));
  });
}
