// Makes the device remember and forget, as the reducer says.
import type { RecordingId } from "@tapedeck/core/ids";
import type { SaveCommand } from "@tapedeck/core/upload/command";
import type { SaveOutcome } from "@tapedeck/core/upload/event";
import type { RecordingRecord } from "@tapedeck/core/upload/records";
import { isFileOf, journalFileName } from "../journal/journal-files.ts";
import type { JournalStorage } from "../journal/journal-storage.ts";

/**
 * - `forget`: a page shows that the recording is sealed, and nothing of it stays on the device.
 * - `leave-word`: no page is open. Its records stay, so that the next page can say that it is sealed.
 */
export type AfterSeal = "forget" | "leave-word";

/** Never rejects: the outcome says what was done. */
export async function saveRecords(
  { segments, removeFiles, recordings, forget }: SaveCommand,
  storage: JournalStorage,
  afterSeal: AfterSeal,
): Promise<SaveOutcome> {
  const { records } = storage;
  let isFailed = false;

  /** @returns those that were done before one failed */
  async function doEach<Item>(
    items: readonly Item[],
    work: (item: Item) => Promise<void>,
  ): Promise<readonly Item[]> {
    const done: Item[] = [];
    try {
      for (const item of items) {
        await work(item);
        done.push(item);
      }
    } catch {
      isFailed = true;
    }
    return done;
  }

  /** The files first: without a record, nothing would ever look for them. */
  async function forgetOne(record: RecordingRecord): Promise<void> {
    const { recordingId } = record;
    const files = storage.files(record.storage);
    for (const name of await files.list()) {
      if (isFileOf(name, recordingId)) await files.remove(name);
    }
    try {
      if (afterSeal === "leave-word") return await records.putRecording(record);
    } catch {
      // A full disk cannot keep the word, but it can forget.
    }
    await records.removeRecording(recordingId);
  }

  const written = await doEach(segments.length > 0 ? [segments] : [], (all) =>
    records.putSegments(all),
  );
  const removed = await doEach(removeFiles, ({ segment, storage: kind }) =>
    storage.files(kind).remove(journalFileName(segment.recordingId, segment.sequence)),
  );
  const saved = await doEach(recordings, (record) => records.putRecording(record));
  const forgotten = await doEach(forget, forgetOne);
  return {
    segments: written.flat(),
    removedFiles: removed.map(({ segment }) => segment),
    recordings: saved,
    forgotten: forgotten.map(({ recordingId }) => recordingId),
    isFailed,
  };
}

/** Recordings of which a save has written or forgotten something, each with the sequences written. */
export function savedSequences({
  segments,
  recordings,
  forgotten,
}: SaveOutcome): readonly (readonly [RecordingId, readonly number[]])[] {
  const byRecording = Map.groupBy(segments, ({ recordingId }) => recordingId);
  const ended = recordings.map(({ recordingId }) => recordingId);
  const changed = new Set([...byRecording.keys(), ...ended, ...forgotten]);
  return [...changed].map((recordingId) => {
    const written = byRecording.get(recordingId) ?? [];
    return [recordingId, written.map(({ sequence }) => sequence)];
  });
}
