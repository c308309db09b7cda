// What a person is told who may not store one more recording.
import { AppError } from "../errors.ts";
import { LIMITS } from "../limits.ts";
import type { Counted, Quota } from "./quota.ts";

/**
 * When to ask again: the owner may give more room, and the person may delete something. A minute is the
 * longest wait of our own clients (retry.ts).
 */
const RETRY_AFTER_MS = 60_000;

export function quotaExceeded(counted: Counted, quota: Quota): AppError {
  const { sizeBytes, durationMs, removed: kept } = counted;
  const { maxSizeBytes, maxDurationMs, keepDays } = quota;
  const removed =
    kept.sizeBytes === 0
      ? ""
      : ` ${kept.sizeBytes} bytes of deleted recordings are kept for ${keepDays} days.`;
  return new AppError(
    "QUOTA_EXCEEDED",
    `There is no room: ${sizeBytes} of ${maxSizeBytes} bytes and ${minutes(durationMs)} of ${minutes(maxDurationMs)} minutes are taken.${removed}`,
    {
      details: { sizeBytes, maxSizeBytes, durationMs, maxDurationMs, retryAfterMs: RETRY_AFTER_MS },
    },
  );
}

export function tooManyOpen(): AppError {
  return new AppError(
    "THROTTLED",
    `${LIMITS.openRecordingsPerPerson} recordings are being stored already. One more can begin when one of them is sealed.`,
    { details: { retryAfterMs: RETRY_AFTER_MS } },
  );
}

export function tooManyEntries(): AppError {
  return new AppError(
    "THROTTLED",
    `${LIMITS.changingPerPerson} recordings and uploads were begun in half an hour.`,
    { details: { retryAfterMs: RETRY_AFTER_MS } },
  );
}

function minutes(durationMs: number): number {
  return Math.floor(durationMs / 60_000);
}
