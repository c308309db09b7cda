// The one IndexedDB database of a browser, and how it came to be: every step from one schema to the
// next is kept, so that whatever an older version left behind is read by this one.
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import { AppError } from "@tapedeck/core/errors";
import type { RecordingRecord, SegmentRecord } from "./journal-records.ts";
import { storageError } from "./storage-error.ts";

const DATABASE = "tapedeck";

export interface JournalSchema extends DBSchema {
  recordings: { key: string; value: RecordingRecord; indexes: { owner: string } };
  /** Keyed by recording and sequence. */
  segments: { key: [string, number]; value: SegmentRecord };
  /** Journal files where there is no OPFS: what a batch of appends wrote, in order. */
  pieces: { key: number; value: Piece; indexes: { name: string } };
}

export interface Piece {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type JournalDatabase = IDBPDatabase<JournalSchema>;

type Upgrade = (
  database: JournalDatabase,
  transaction: IDBPTransaction<
    JournalSchema,
    ("recordings" | "segments" | "pieces")[],
    "versionchange"
  >,
) => Promise<void>;

/** `upgrades[n]` makes version n + 1 of version n. What is released is never changed again. */
const upgrades: readonly Upgrade[] = [
  async (database) => {
    database.createObjectStore("recordings", { keyPath: "recordingId" });
    database.createObjectStore("segments", { keyPath: ["recordingId", "sequence"] });
  },
  // Several people on one device: each sees their own. And a place for sound without OPFS.
  async (database, transaction) => {
    transaction.objectStore("recordings").createIndex("owner", "owner");
    database.createObjectStore("pieces", { autoIncrement: true }).createIndex("name", "name");
  },
];

/**
 * @throws {AppError} STORAGE_FAILED – the browser has no IndexedDB for this page, or an older version
 *   of the app holds it open in another tab
 */
export async function openJournalDatabase(): Promise<JournalDatabase> {
  const blocked = Promise.withResolvers<never>();
  const opening = openDB<JournalSchema>(DATABASE, upgrades.length, {
    upgrade: async (database, oldVersion, _newVersion, transaction) => {
      for (const upgrade of upgrades.slice(oldVersion)) await upgrade(database, transaction);
    },
    blocked: () => {
      blocked.reject(
        new AppError("STORAGE_FAILED", "Another tab runs an older version. Close or reload it."),
      );
    },
    // A later version of the app, in another tab, needs the database to itself for a moment.
    blocking: (_current, _blocked, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
  try {
    return await Promise.race([opening, blocked.promise]);
  } catch (thrown) {
    throw storageError(thrown);
  }
}
