// Finishes, from its files, a recording whose recorder died: whatever was durable becomes segments.
import { toAppError } from "@tapedeck/core/errors";
import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { isFileOf, journalFileName } from "./journal-files.ts";
import type { RecordingRecord, SegmentRecord } from "./journal-records.ts";
import { segmentOfJournalFile } from "./journal-segment.ts";
import type { JournalStorage } from "./journal-storage.ts";

export interface RecoveredRecording {
  readonly record: RecordingRecord;
  /** All of the recording, in order. */
  readonly segments: readonly SegmentRecord[];
  /** The records are durable too. If not, because the disk is full, the files still are. */
  readonly isSaved: boolean;
}

/**
 * To be called only by whoever holds the recording's lock: its recorder is gone then.
 *
 * @throws {AppError} STORAGE_FAILED – what there is cannot be read, or not by this version
 */
export async function recoverRecording(
  open: RecordingRecord,
  ports: {
    readonly storage: JournalStorage;
    readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
  },
): Promise<RecoveredRecording> {
  const { recordingId, packetsPerSegment, storage: kind } = open;
  const { records } = ports.storage;
  const files = ports.storage.files(kind);
  const remembered = await records.segments(recordingId);
  const known = new Set(remembered.map(({ sequence }) => journalFileName(recordingId, sequence)));
  const found: SegmentRecord[] = [];
  for (const name of await files.list()) {
    if (!isFileOf(name, recordingId) || known.has(name)) continue;
    const file = await files.read(name);
    const segment = file && segmentOfJournalFile(file);
    // Opened ahead of sound that never came. It goes with the others once all is sealed.
    if (!segment) continue;
    const { sequence, sampleCount, bytes } = segment;
    found.push({
      recordingId,
      sequence,
      startSample: sequence * packetsPerSegment * PACKET_SAMPLES,
      sampleCount,
      sizeBytes: bytes.length,
      sha256: await ports.sha256(bytes),
      life: { kind: "journaled" },
    });
  }
  const record: RecordingRecord = { ...open, state: "ended" };
  const segments = [...remembered, ...found].sort((a, b) => a.sequence - b.sequence);
  try {
    // In this order: a recording is never taken for ended while segments of it are unknown.
    await records.putSegments(found);
    await records.putRecording(record);
    return { record, segments, isSaved: true };
  } catch (thrown) {
    // A full disk is the one place where uploading first is the way to save anything at all.
    if (toAppError(thrown).code !== "STORAGE_FULL") throw thrown;
    return { record, segments, isSaved: false };
  }
}
