// Makes the device remember and forget, as the reducer says.
import type { SaveCommand } from "@tapedeck/core/upload/command";
import type { SaveOutcome } from "@tapedeck/core/upload/event";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
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
  const removedFiles: SegmentRecord[] = [];
  const saved: RecordingRecord[] = [];
  const forgotten: RecordingRecord[] = [];

  /** The files first: without a record, nothing would ever look for them. */
  async function forgetOne(record: RecordingRecord): Promise<void> {
    const { recordingId } = record;
    const files = storage.files(record.storage);
    for (const name of await files.list()) {
      if (isFileOf(name, recordingId)) await files.remove(name);
    }
    if (afterSeal === "leave-word" && (await isDone(() => records.putRecording(record)))) return;
    await records.removeRecording(recordingId);
  }

  const areSegmentsSaved =
    segments.length === 0 || (await isDone(() => records.putSegments(segments)));
  const outcomes = [
    areSegmentsSaved,
    await isDone(async () => {
      for (const { segment, storage: kind } of removeFiles) {
        await storage.files(kind).remove(journalFileName(segment.recordingId, segment.sequence));
        removedFiles.push(segment);
      }
    }),
    await isDone(async () => {
      for (const record of recordings) {
        await records.putRecording(record);
        saved.push(record);
      }
    }),
    await isDone(async () => {
      for (const record of forget) {
        await forgetOne(record);
        forgotten.push(record);
      }
    }),
  ];
  return {
    segments: areSegmentsSaved ? segments : [],
    removedFiles,
    recordings: saved,
    forgotten: forgotten.map(({ recordingId }) => recordingId),
    isFailed: outcomes.includes(false),
  };
}

async function isDone(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}
