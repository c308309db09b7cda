// The port to the device's records. They are the truth about uploads: every tab and the service worker
// read them. Their shapes are in core/upload/records.ts; the sound itself is in journal files.
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";

/** Durable once the promise resolves. All methods: @throws {AppError} STORAGE_FULL, STORAGE_FAILED */
export interface JournalRecords extends RecordReader {
  /** All of one person, oldest first. */
  recordings(owner: string): Promise<readonly RecordingRecord[]>;
  putRecording(record: RecordingRecord): Promise<void>;
  putSegments(records: readonly SegmentRecord[]): Promise<void>;
  /** The recording's record and those of its segments; journal files are not touched. */
  removeRecording(recordingId: RecordingId): Promise<void>;
}

/** Reads what is known of one recording. */
export interface RecordReader {
  recording(recordingId: RecordingId): Promise<RecordingRecord | undefined>;
  /**
   * In order of sequence.
   *
   * @param sequences - only these, where there are records of them; all unless given
   */
  segments(
    recordingId: RecordingId,
    sequences?: readonly number[],
  ): Promise<readonly SegmentRecord[]>;
}
