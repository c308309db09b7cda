// Journal records in IndexedDB. Strict durability: a record that was written survives a power cut.
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import { answerOf, endOf, inStore } from "./database-requests.ts";
import type { JournalRecords } from "./journal-records.ts";
import { translated } from "./storage-error.ts";

const STRICT = { mode: "readwrite", durability: "strict" } as const;

export function createIndexedDbRecords(database: IDBDatabase): JournalRecords {
  return {
    putRecording: (record) =>
      translated(() => inStore(database, "recordings", STRICT, (store) => void store.put(record))),
    recordings: (owner) =>
      translated(() =>
        inStore(database, "recordings", {}, (store) =>
          // By primary key within the index: ids sort by time.
          answerOf<RecordingRecord[]>(store.index("owner").getAll(owner)),
        ),
      ),
    putSegments: (records) =>
      translated(() =>
        inStore(database, "segments", STRICT, (store) => {
          for (const record of records) store.put(record);
        }),
      ),
    recording: (recordingId) =>
      translated(() =>
        inStore(database, "recordings", {}, (store) =>
          answerOf<RecordingRecord | undefined>(store.get(recordingId)),
        ),
      ),
    segments: (recordingId, sequences) =>
      translated(() =>
        inStore(database, "segments", {}, async (store) => {
          if (sequences === undefined) {
            return answerOf<SegmentRecord[]>(store.getAll(rangeOf(recordingId)));
          }
          const wanted = sequences.toSorted((a, b) => a - b);
          const found = await Promise.all(
            wanted.map((sequence) =>
              answerOf<SegmentRecord | undefined>(store.get([recordingId, sequence])),
            ),
          );
          return found.filter((record) => record !== undefined);
        }),
      ),
    removeRecording: (recordingId) =>
      translated(async () => {
        const { mode, durability } = STRICT;
        const stores = ["recordings", "segments"];
        const transaction = database.transaction(stores, mode, { durability });
        transaction.objectStore("segments").delete(rangeOf(recordingId));
        transaction.objectStore("recordings").delete(recordingId);
        await endOf(transaction);
      }),
  };
}

function rangeOf(recordingId: string): IDBKeyRange {
  return IDBKeyRange.bound([recordingId, 0], [recordingId, Infinity]);
}
