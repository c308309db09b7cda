// The one IndexedDB database of a browser, and how it came to be: every step from one schema to the
// next is kept, so that whatever an older version left behind is read by this one.
import { AppError } from "@tapedeck/core/errors";
import { answerOf } from "./database-requests.ts";
import { translated } from "./storage-error.ts";

const DATABASE = "tapedeck";

/**
 * - `recordings`: RecordingRecord by `recordingId`; index `owner`.
 * - `segments`: SegmentRecord by `[recordingId, sequence]`.
 * - `pieces`: journal files where there is no OPFS, in the order of their appends; index `name`.
 */
type Upgrade = (database: IDBDatabase, transaction: IDBTransaction) => void;

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
}): Promise<IDBDatabase> {
  const blocked = Promise.withResolvers<never>();
  // A browser that has no IndexedDB, or forbids it here, throws instead of rejecting.
  const opening = translated(async () => {
    const request = indexedDB.open(DATABASE, upgrades.length);
    request.onupgradeneeded = ({ oldVersion }) => {
      const { result, transaction } = request;
      if (transaction === null) return;
      for (const upgrade of upgrades.slice(oldVersion)) upgrade(result, transaction);
    };
    request.onblocked = () => {
      blocked.reject(
        new AppError("STORAGE_FAILED", "Another tab runs an older version. Close or reload it."),
      );
    };
    const database = await answerOf<IDBDatabase>(request);
    database.onversionchange = () => {
      if (options.onUpgrade === "hold") return;
      database.close();
      options.onClosed?.();
    };
    // The browser closed it: a person cleared the site's data, or the storage broke.
    database.onclose = () => options.onClosed?.();
    return database;
  });
  try {
    return await Promise.race([opening, blocked.promise]);
  } catch (thrown) {
    // It still opens once nothing blocks it, and its caller has given up: close it then.
    opening.then((database) => database.close()).catch(() => undefined);
    throw thrown;
  }
}
