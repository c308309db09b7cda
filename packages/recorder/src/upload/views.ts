// What tabs tell each other about uploads: plain data that one tab makes and every tab shows.
import type { ErrorCode } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import { revivedLife, type SegmentLife, type Stuck } from "@tapedeck/core/segment-life";
import type { StorageKind } from "../journal/journal-files.ts";
import type { RecordingRecord, SegmentRecord } from "../journal/journal-records.ts";

export interface SegmentView {
  readonly recordingId: RecordingId;
  readonly sequence: number;
  /** In samples at 48 kHz from the start of the recording. */
  readonly startSample: number;
  readonly sampleCount: number;
  readonly sizeBytes: number;
  readonly life: SegmentLife;
}

export interface RecordingView {
  readonly recordingId: RecordingId;
  readonly storage: StorageKind;
  /**
   * - `open`: being recorded, in this tab or another.
   * - `ended`: all of it is on the device, and on its way.
   * - `sealed`: all of it is in the bucket, and the manifest says so.
   */
  readonly state: "open" | "ended" | "sealed" | Stuck | SealWait;
}

/** All is in the bucket but the manifest, which will be asked for again at `untilMs` (epoch). */
export interface SealWait {
  readonly kind: "waiting";
  readonly untilMs: number;
  readonly code: ErrorCode;
}

/** What has changed. */
export interface UploadViews {
  readonly recordings: readonly RecordingView[];
  readonly segments: readonly SegmentView[];
}

export interface SegmentRef {
  readonly recordingId: RecordingId;
  readonly sequence: number;
}

/** What a tab can show that only sees the records. */
export function viewsOfRecords(
  { recordingId, storage, state }: RecordingRecord,
  segments: readonly SegmentRecord[],
): UploadViews {
  return {
    recordings: [{ recordingId, storage, state }],
    segments: segments.map(({ sequence, startSample, sampleCount, sizeBytes, life }) => ({
      recordingId,
      sequence,
      startSample,
      sampleCount,
      sizeBytes,
      life: revivedLife(life),
    })),
  };
}
