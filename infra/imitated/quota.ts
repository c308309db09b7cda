// What a person may store, as plain values. infra/ links them to the API; packages/local tells it the same.

export interface QuotaPerPerson {
  /** Of 10^9 bytes. */
  readonly gigabytes: number;
  readonly minutes: number;
}

/** 10 GB are 347 hours at 64 kb/s. At a lower quality a person meets the minutes first, 350 hours. */
export const QUOTA_PER_PERSON: QuotaPerPerson = { gigabytes: 10, minutes: 21_000 };

/**
 * @param undoDays - days for which the bucket keeps what was deleted
 * @returns the link that functions/config.ts reads
 */
export function quotaLink({ gigabytes, minutes }: QuotaPerPerson, undoDays: number) {
  return {
    maxSizeBytes: Math.round(gigabytes * 1e9),
    maxDurationMs: Math.round(minutes * 60_000),
    keepDays: undoDays,
  };
}
