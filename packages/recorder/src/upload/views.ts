// What tabs tell each other about uploads: plain data that one tab makes and every tab shows.
import type { ErrorCode } from "@tapedeck/core/error-catalogue";
import type { RecordingId } from "@tapedeck/core/ids";
import { missingMs } from "@tapedeck/core/gaps";
import { LIMITS } from "@tapedeck/core/limits";
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
  /**
   * Sound that did not reach the recorder, pauses left out, as far as it is sure. Not told by a tab of
   * the release before.
   */
  readonly missingMs?: number;
  /** As many gaps as a manifest names: of those near each other, some may be named as one. */
  readonly isFullOfGaps?: boolean;
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

export function recordingView(record: RecordingRecord): RecordingView {
  const { recordingId, storage, state, gaps } = record;
  return {
    recordingId,
    storage,
    state,
    missingMs: sureMissingMs(record),
    isFullOfGaps: gaps.length >= LIMITS.gapsPerRecording,
  };
}

/** What may turn out to be a set clock is not counted until it is settled, or named for good. */
export function sureMissingMs({ gaps, unsure, state }: RecordingRecord): number {
  const unsureGaps = state === "sealed" ? [] : (unsure?.gaps ?? []);
  return missingMs(gaps) - missingMs(unsureGaps);
}

/** What a tab can show that only sees the records. */
export function viewsOfRecords(
  record: RecordingRecord,
  segments: readonly SegmentRecord[],
): UploadViews {
  return {
    recordings: [recordingView(record)],
    segments: segments.map(
      ({ recordingId, sequence, startSample, sampleCount, sizeBytes, life }) => ({
        recordingId,
        sequence,
        startSample,
        sampleCount,
        sizeBytes,
        life: revivedLife(life),
      }),
    ),
  };
}
