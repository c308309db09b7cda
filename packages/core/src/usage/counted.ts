// What a person has stored over all places where they have recorded.
import type { Identity } from "../identity.ts";
import type { LibraryId } from "../ids.ts";
import { inParallel } from "../in-parallel.ts";
import type { ObjectStore } from "../ports.ts";
import { countAgain, isToCount } from "./count-again.ts";
import { measure, type Measured } from "./measure.ts";
import type { Counted } from "./quota.ts";
import { NOTHING, plus, removedIn, totalOf, type UsageEntry, type UsageFile } from "./usage.ts";

/** Recordings that are counted at a time. */
const COUNTS_AT_ONCE = 8;

/**
 * The file with the amounts of now: a LIST for each entry that may have changed.
 *
 * @param found - counted already
 */
export async function countedNow(
  store: Pick<ObjectStore, "list" | "head">,
  place: Identity,
  file: UsageFile,
  {
    nowMs,
    keepDays,
    found,
  }: { nowMs: number; keepDays: number; found?: Measured & { readonly id: LibraryId } },
): Promise<UsageFile> {
  const toCount = (entry: UsageEntry) => isToCount(entry, nowMs);
  const entries = file.changing.filter(({ id }) => id !== found?.id).filter(toCount);
  const others = await inParallel(
    entries,
    COUNTS_AT_ONCE,
    async ({ id }): Promise<[string, Measured]> => [
      id,
      await measure(store, place, id as LibraryId),
    ],
  );
  const all = found === undefined ? others : [...others, [found.id, found] as const];
  return countAgain(file, new Map(all), nowMs, keepDays);
}

export function sumOf(
  files: readonly UsageFile[],
  { nowMs, keepDays }: { nowMs: number; keepDays: number },
): Counted {
  const removed = files.map((file) => removedIn(file, keepDays, nowMs)).reduce(plus, NOTHING);
  return { ...files.map(totalOf).reduce(plus, NOTHING), removed };
}
