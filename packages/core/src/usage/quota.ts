// How much a person may store, and whether there is room for one more recording. Pure.
import { LIMITS } from "../limits.ts";
import type { Amount, UsageFile } from "./usage.ts";

/** Of one person, over all places where they have recorded. Set in infra/stage.ts. */
export interface Quota {
  readonly maxSizeBytes: number;
  readonly maxDurationMs: number;
  /** Days for which the bucket keeps what was deleted. */
  readonly keepDays: number;
}

/** @param files - of the person, in all places; the owner writes a quota of their own into one of them */
export function quotaOf(files: readonly Pick<UsageFile, "quota">[], quota: Quota): Quota {
  return { ...quota, ...files.find((file) => file.quota !== undefined)?.quota };
}

/** What counts against a quota. */
export interface Counted extends Amount {
  /** Deleted, and still kept by the bucket. */
  readonly removed: Amount;
}

const { openRecordingsPerPerson, recordingHours, segmentsPerRecording, segmentBytes } = LIMITS;

/** The longest recording at the highest quality: 3.8 GB. */
export const LONGEST_RECORDING: Amount = {
  sizeBytes:
    recordingHours * 3600 * segmentBytes.perSecond + segmentsPerRecording * segmentBytes.fixed,
  durationMs: recordingHours * 3_600_000,
};

/**
 * What was deleted still takes room in the bucket until its versions go. So a person may hold as much again in
 * deleted recordings: storing and deleting in turn must not fill the bucket.
 */
const TIMES_WITH_REMOVED = 2;

/** Whether a new recording is refused. */
export function isFull(counted: Counted, { maxSizeBytes, maxDurationMs }: Quota): boolean {
  return (
    counted.sizeBytes >= maxSizeBytes ||
    counted.durationMs >= maxDurationMs ||
    counted.sizeBytes + counted.removed.sizeBytes >= TIMES_WITH_REMOVED * maxSizeBytes ||
    counted.durationMs + counted.removed.durationMs >= TIMES_WITH_REMOVED * maxDurationMs
  );
}

/**
 * Whether one that runs is refused: it began when there was room, and as many of the greatest length fit as may be
 * open at once.
 */
export function isFullForRunning(counted: Counted, quota: Quota): boolean {
  return isFull(counted, {
    ...quota,
    maxSizeBytes: quota.maxSizeBytes + openRecordingsPerPerson * LONGEST_RECORDING.sizeBytes,
    maxDurationMs: quota.maxDurationMs + openRecordingsPerPerson * LONGEST_RECORDING.durationMs,
  });
}
