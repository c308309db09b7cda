// Everything the device keeps of one recording while it is being made: packets into files, what is
// known of them into records. Lives in the encoder worker; what it leaves unfinished, recover.ts ends.
import type { Gap } from "@tapedeck/core/contract";
import { toAppError, type AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";
import type { CutSegment } from "../encode/segmenter.ts";
import type { UnsureGaps } from "@tapedeck/core/upload/unsure-gaps";
import type { JournalFiles } from "./journal-files.ts";
import type { JournalRecords } from "./journal-records.ts";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import { createJournalWriter } from "./journal-writer.ts";

/** A segment of which no packet and no sound will follow. */
export interface ClosedSegment extends CutSegment {
  /** One for each 100 ms of its sound. */
  readonly peaks: readonly number[];
}

export interface RecordingJournal {
  /** As it is on the device, or will be in a moment. */
  record(): RecordingRecord;
  /** @throws {AppError} STORAGE_FULL, STORAGE_FAILED – not all of them are durable: stop recording */
  append(packets: readonly Uint8Array[]): void;
  /**
   * The segment is whole: closes its file and remembers what a grant for it needs. Segments are
   * closed in order, and none after one that could not be: whoever recovers the recording may then
   * trust that what is remembered is its beginning, without a hole.
   *
   * @throws {AppError} STORAGE_FULL, STORAGE_FAILED – what was durable of it is kept nevertheless
   */
  closeSegment(cut: ClosedSegment): Promise<SegmentRecord>;
  /**
   * Time that the recording does not hold, all of it so far, no more than a manifest names. Durable a
   * moment later.
   *
   * @param unsure - those of them that may be none
   */
  noteGaps(gaps: readonly Gap[], unsure?: UnsureGaps): void;
  /**
   * Ends the recording. After any failure it stays `open`: whoever finds it like that finishes it
   * from its files.
   *
   * @param endSample - where its sound ends
   */
  finish(endSample: number): Promise<RecordingRecord>;
}

/** Resolves when packets can be taken and the recording would be found after a crash. */
export async function createRecordingJournal(options: {
  readonly recordingId: RecordingId;
  readonly owner: string;
  readonly userType?: string | undefined;
  readonly packetsPerSegment: number;
  readonly files: JournalFiles;
  readonly records: JournalRecords;
  readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
}): Promise<RecordingJournal> {
  const { recordingId, owner, userType, packetsPerSegment, files, records, sha256 } = options;
  let record: RecordingRecord = {
    recordingId,
    owner,
    ...(userType === undefined ? {} : { userType }),
    packetsPerSegment,
    storage: files.kind,
    state: "open",
    gaps: [],
  };
  await records.putRecording(record);
  const writer = await createJournalWriter({ files, recordingId, packetsPerSegment });
  /** Closing and remembering, one after another; the first failure is kept. */
  let work: Promise<unknown> = Promise.resolve();

  function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = work.then(task);
    // The caller hears of the failure; what is asked for later must still have its turn.
    work = done.catch(() => undefined);
    return done;
  }

  async function closeSegment(cut: ClosedSegment): Promise<SegmentRecord> {
    const { sequence, startSample, sampleCount, peaks } = cut;
    const bytes = writeSegment({ ...cut, channelCount: 1 });
    await writer.close(sequence, sampleCount, peaks);
    const segment: SegmentRecord = {
      recordingId,
      sequence,
      startSample,
      sampleCount,
      sizeBytes: bytes.length,
      sha256: await sha256(bytes),
      life: { kind: "journaled" },
    };
    await records.putSegments([segment]);
    return segment;
  }

  let failed = false;
  let closeFailure: AppError | undefined;

  async function closeNext(cut: ClosedSegment): Promise<SegmentRecord> {
    if (closeFailure) throw closeFailure;
    try {
      return await closeSegment(cut);
    } catch (thrown) {
      failed = true;
      closeFailure = toAppError(thrown);
      throw closeFailure;
    }
  }

  return {
    record: () => record,
    append: (packets) => {
      try {
        writer.append(packets);
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
    },
    closeSegment: (cut) => inTurn(() => closeNext(cut)),
    noteGaps: (gaps, unsure) => {
      record = { ...record, gaps, unsure };
      const noted = record;
      // A gap that cannot be noted is no reason to end a recording. Of several that wait, the last
      // holds all: a record of thousands of gaps is not written once for each.
      void inTurn(async () => {
        if (noted === record) await records.putRecording(noted);
      }).catch(() => undefined);
    },
    finish: (endSample) =>
      inTurn(async () => {
        await writer.finish(endSample);
        if (!failed) {
          record = { ...record, state: "ended" };
          await records.putRecording(record);
        }
        return record;
      }),
  };
}
