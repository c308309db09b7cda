// Journal records in IndexedDB. Strict durability: a record that was written survives a power cut.
import type { JournalDatabase } from "./journal-database.ts";
import { translated } from "./storage-error.ts";
import type { JournalRecords } from "./journal-records.ts";

const STRICT = { durability: "strict" } as const;

export function createIndexedDbRecords(database: JournalDatabase): JournalRecords {
  return {
    putRecording: (record) =>
      translated(async () => {
        const transaction = database.transaction("recordings", "readwrite", STRICT);
        await Promise.all([transaction.store.put(record), transaction.done]);
      }),
    recordings: (owner) =>
      // By primary key within the index: ids sort by time.
      translated(() => database.getAllFromIndex("recordings", "owner", owner)),
    putSegments: (records) =>
      translated(async () => {
        const transaction = database.transaction("segments", "readwrite", STRICT);
        const puts = records.map((record) => transaction.store.put(record));
        await Promise.all([...puts, transaction.done]);
      }),
    recording: (recordingId) => translated(() => database.get("recordings", recordingId)),
    segments: (recordingId, sequences) =>
      translated(async () => {
        if (sequences === undefined) return database.getAll("segments", rangeOf(recordingId));
        const { store, done } = database.transaction("segments");
        const wanted = sequences.toSorted((a, b) => a - b);
        const found = await Promise.all(
          wanted.map((sequence) => store.get([recordingId, sequence])),
        );
        await done;
        return found.filter((record) => record !== undefined);
      }),
    removeRecording: (recordingId) =>
      translated(async () => {
        const transaction = database.transaction(["recordings", "segments"], "readwrite", STRICT);
        await Promise.all([
          transaction.objectStore("segments").delete(rangeOf(recordingId)),
          transaction.objectStore("recordings").delete(recordingId),
          transaction.done,
        ]);
      }),
  };
}

function rangeOf(recordingId: string): IDBKeyRange {
  return IDBKeyRange.bound([recordingId, 0], [recordingId, Infinity]);
}
