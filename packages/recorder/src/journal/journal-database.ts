// The one IndexedDB database of a browser, and how it came to be: every step from one schema to the
// next is kept, so that whatever an older version left behind is read by this one.
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import { AppError } from "@tapedeck/core/errors";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import { translated } from "./storage-error.ts";

const DATABASE = "tapedeck";

export interface JournalSchema extends DBSchema {
  recordings: { key: string; value: RecordingRecord; indexes: { owner: string } };
  /** Keyed by recording and sequence. */
  segments: { key: [string, number]; value: SegmentRecord };
  /** Journal files where there is no OPFS: what a batch of appends wrote, in order. */
  pieces: {
    key: number;
    value: { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };
    indexes: { name: string };
  };
}

export type JournalDatabase = IDBPDatabase<JournalSchema>;

type Upgrade = (
  database: JournalDatabase,
  transaction: IDBPTransaction<
    JournalSchema,
    ("recordings" | "segments" | "pieces")[],
    "versionchange"
  >,
) => void;

/** `upgrades[n]` makes version n + 1 of version n. A released upgrade never changes again. */
const upgrades: readonly Upgrade[] = [
  (database) => {
    database.createObjectStore("recordings", { keyPath: "recordingId" });
    database.createObjectStore("segments", { keyPath: ["recordingId", "sequence"] });
  },
  // Several people on one device: each sees their own. And a place for sound without OPFS.
  (database, transaction) => {
    transaction.objectStore("recordings").createIndex("owner", "owner");
    database.createObjectStore("pieces", { autoIncrement: true }).createIndex("name", "name");
  },
];

/**
 * @param options.onUpgrade - what to do when a later version of the app, in another tab, needs the
 *   database to itself: `yield` it, after which this page can only be reloaded; or, while recording,
 *   `hold` it, so that an update never ends a recording
 * @throws {AppError} STORAGE_FAILED – the browser has no IndexedDB for this page, or an older version
 *   of the app holds it open in another tab
 */
export async function openJournalDatabase(options: {
  readonly onUpgrade: "yield" | "hold";
  /** It was closed by that, or by the browser. */
  readonly onClosed?: () => void;
}): Promise<JournalDatabase> {
  const blocked = Promise.withResolvers<never>();
  // A browser that has no IndexedDB, or forbids it here, throws instead of rejecting.
  const opening = translated(async () =>
    openDB<JournalSchema>(DATABASE, upgrades.length, {
      upgrade: (database, oldVersion, _newVersion, transaction) => {
        for (const upgrade of upgrades.slice(oldVersion)) upgrade(database, transaction);
      },
      blocked: () => {
        blocked.reject(
          new AppError("STORAGE_FAILED", "Another tab runs an older version. Close or reload it."),
        );
      },
      blocking: (_current, _blocked, event) => {
        if (options.onUpgrade === "hold") return;
        if (event.target instanceof IDBDatabase) event.target.close();
        options.onClosed?.();
      },
      terminated: () => options.onClosed?.(),
    }),
  );
  try {
    return await Promise.race([opening, blocked.promise]);
  } catch (thrown) {
    // It still opens once nothing blocks it, and its caller has given up: close it then.
    opening.then((database) => database.close()).catch(() => undefined);
    throw thrown;
  }
}
