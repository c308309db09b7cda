// Recordings of which this page's memory has the only copy: the same records, files and uploader, over memory.
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import { journalFileName, type JournalFiles } from "../journal/journal-files.ts";
import type { RecordReader } from "../journal/journal-records.ts";
import { createMemoryFiles } from "../journal/memory-files.ts";
import { createMemoryRecords } from "../journal/memory-records.ts";
import type { RecordingApi } from "../ports.ts";
import { writtenRecords } from "./written-records.ts";
import {
  createUploader,
  type UploadEnvironment,
  type Uploader,
  type UploadListener,
} from "./uploader.ts";

export interface MemoryUploads extends Pick<Uploader, "retry" | "wake" | "dispose"> {
  readonly files: JournalFiles;
  readonly records: RecordReader;
  has(recordingId: RecordingId): boolean;
  takeRecording(recording: RecordingRecord): void;
  /** @param file - the segment's journal file */
  takeSegment(recording: RecordingRecord, segment: SegmentRecord, file: Uint8Array): void;
  /** Its recorder has gone. One that broke has not said that it ended: there will be no more of it. */
  end(recordingId: RecordingId): void;
}

export function createMemoryUploads(options: {
  readonly api: RecordingApi;
  readonly environment: UploadEnvironment;
  readonly listener: UploadListener;
}): MemoryUploads {
  const { listener } = options;
  const files = createMemoryFiles();
  const records = createMemoryRecords();
  const uploader = createUploader({ ...options, storage: { records, files: () => files } });
  /** As its recorder said last. */
  const recordings = new Map<RecordingId, RecordingRecord>();
  /** A recording must not be taken for ended while a segment of it is still being put away. */
  let work = Promise.resolve();

  async function take(
    recording: RecordingRecord,
    segments: readonly SegmentRecord[],
  ): Promise<void> {
    await records.putSegments(segments);
    await records.putRecording(recording);
    uploader.take(recording, segments);
    const sequences = segments.map(({ sequence }) => sequence);
    listener.onChange?.(recording.recordingId, sequences);
  }

  function takeRecording(recording: RecordingRecord): void {
    recordings.set(recording.recordingId, recording);
    work = work.then(() => take(recording, []));
  }

  return {
    files,
    records: writtenRecords(uploader, records),
    has: (recordingId) => recordings.has(recordingId),
    takeRecording,
    takeSegment: (recording, segment, bytes) => {
      work = work.then(async () => {
        const file = await files.create(journalFileName(segment.recordingId, segment.sequence));
        file.append(bytes);
        await take(recording, [segment]);
      });
    },
    end: (recordingId) => {
      const recording = recordings.get(recordingId);
      if (recording?.state === "open") takeRecording({ ...recording, state: "ended" });
    },
    retry: (segment) => uploader.retry(segment),
    wake: (cause) => uploader.wake(cause),
    dispose: () => uploader.dispose(),
  };
}
