// What a person has stored in one place, as `usage.json` says it. A recording that may still grow or be removed
// has an entry of its own, which is counted anew; all the rest is one sum.
import * as z from "zod";
import type { LibraryId } from "../ids.ts";
import { isoTime } from "../manifest.ts";

const amount = z.object({ sizeBytes: z.int().min(0), durationMs: z.number().min(0) });
export type Amount = z.infer<typeof amount>;

const entry = amount.extend({
  /** Of a recording, or the timestamp of a one-off upload. */
  id: z.string(),
  /** When grants for it were allowed last, or when it was about to be removed. */
  reservedAt: z.iso.datetime(),
  /** Whether it was sealed, removed or uploaded in one piece when it was counted last: then it grows no more. */
  isEnded: z.boolean(),
});
export type UsageEntry = z.infer<typeof entry>;

export const usageFile = z.object({
  formatVersion: z.literal(1),
  /** The sum of everything that has no entry below. */
  atRest: amount,
  changing: z.array(entry),
  /** What this person may store, if the owner gave them another quota than the stage's. */
  quota: z
    .object({ maxSizeBytes: z.int().positive(), maxDurationMs: z.number().positive() })
    .optional(),
  /** What was removed on a day (UTC). The bucket keeps its versions for some days (infra/stage.ts). */
  removed: z.array(amount.extend({ day: z.iso.date() })),
});
export type UsageFile = z.infer<typeof usageFile>;

export const NOTHING: Amount = { sizeBytes: 0, durationMs: 0 };

export const EMPTY_USAGE: UsageFile = {
  formatVersion: 1,
  atRest: NOTHING,
  changing: [],
  removed: [],
};

/** Grants for a recording are given for so long before its entry is looked at again. */
export const RESERVED_MS = 10 * 60_000;

/**
 * An entry is at rest when nothing can arrive any more: the last grant was given {@link RESERVED_MS} after
 * `reservedAt` at the latest, it lived 5 minutes, and S3 takes what was begun in that time.
 */
export const QUIET_MS = 30 * 60_000;

export function ageMs({ reservedAt }: UsageEntry, nowMs: number): number {
  return nowMs - Date.parse(reservedAt);
}

export function totalOf({ atRest, changing }: UsageFile): Amount {
  return [atRest, ...changing].reduce(plus, NOTHING);
}

/** What was removed in the last `days` days, and on the day before: its versions may still be there. */
export function removedIn({ removed }: UsageFile, days: number, nowMs: number): Amount {
  return removed.filter(({ day }) => isWithin(day, days, nowMs)).reduce(plus, NOTHING);
}

export function plus(a: Amount, b: Amount): Amount {
  return { sizeBytes: a.sizeBytes + b.sizeBytes, durationMs: a.durationMs + b.durationMs };
}

/** A sum that another program has falsified must not end below nothing. */
export function minus(a: Amount, b: Amount): Amount {
  return {
    sizeBytes: Math.max(0, a.sizeBytes - b.sizeBytes),
    durationMs: Math.max(0, a.durationMs - b.durationMs),
  };
}

export function dayOf(nowMs: number): string {
  return isoTime(nowMs * 1000).slice(0, 10);
}

export function isWithin(day: string, days: number, nowMs: number): boolean {
  return Date.parse(day) > nowMs - (days + 1) * 24 * 3_600_000;
}

export function entryOf(file: UsageFile, id: LibraryId): UsageEntry | undefined {
  return file.changing.find((each) => each.id === id);
}
