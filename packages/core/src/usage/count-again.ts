// Brings a usage file up to date, from what was counted in the bucket. Pure.
import type { LibraryId } from "../ids.ts";
import { isoTime } from "../manifest.ts";
import type { Measured } from "./measure.ts";
import {
  ageMs,
  dayOf,
  entryOf,
  isWithin,
  minus,
  NOTHING,
  plus,
  QUIET_MS,
  type Amount,
  type UsageEntry,
  type UsageFile,
} from "./usage.ts";

/** Whether the entry's amount may no longer be right, or the entry is to go into the sum. */
export function isToCount(entry: UsageEntry, nowMs: number): boolean {
  return !entry.isEnded || ageMs(entry, nowMs) >= QUIET_MS;
}

/**
 * @param measured - by id, of entries that {@link isToCount} names; entries without one stay as they are
 * @param keepDays - how long the bucket keeps what was removed
 */
export function countAgain(
  file: UsageFile,
  measured: ReadonlyMap<string, Measured>,
  nowMs: number,
  keepDays: number,
): UsageFile {
  let { atRest } = file;
  let removedNow = NOTHING;
  const changing: UsageEntry[] = [];
  for (const entry of file.changing) {
    const found = measured.get(entry.id);
    if (found === undefined) {
      changing.push(entry);
      continue;
    }
    const { sizeBytes, durationMs, state } = found;
    if (state === "removed") removedNow = plus(removedNow, minus(entry, found));
    const isEnded = state === "ended" || state === "removed";
    if (ageMs(entry, nowMs) >= QUIET_MS) atRest = plus(atRest, { sizeBytes, durationMs });
    else changing.push({ ...entry, sizeBytes, durationMs, isEnded });
  }
  return { ...file, atRest, changing, removed: removals(file, removedNow, nowMs, keepDays) };
}

/** An entry to be, and what the sum holds of it so far. */
export interface NewEntry extends Amount {
  readonly id: LibraryId;
  readonly isEnded: boolean;
  /** What the bucket holds of it now. */
  readonly held: Amount;
}

/**
 * Adds an entry, or renews it. Whatever the bucket holds of one without an entry was counted in the sum, and
 * leaves it.
 */
export function withEntry(file: UsageFile, added: NewEntry, nowMs: number): UsageFile {
  const { id, sizeBytes, durationMs, isEnded, held } = added;
  const entry = { id, sizeBytes, durationMs, reservedAt: isoTime(nowMs * 1000), isEnded };
  return {
    ...file,
    atRest: entryOf(file, id) === undefined ? minus(file.atRest, held) : file.atRest,
    changing: [...file.changing.filter((each) => each.id !== id), entry],
  };
}

function removals(
  { removed }: UsageFile,
  removedNow: Amount,
  nowMs: number,
  keepDays: number,
): UsageFile["removed"] {
  const today = dayOf(nowMs);
  const kept = removed.filter(({ day }) => isWithin(day, keepDays, nowMs));
  if (removedNow.sizeBytes === 0) return kept;
  const soFar = kept.find(({ day }) => day === today) ?? NOTHING;
  const others = kept.filter(({ day }) => day !== today);
  return [...others, { day: today, ...plus(soFar, removedNow) }];
}
