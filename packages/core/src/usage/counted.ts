// What a person has stored over all places where they have recorded.
import type { Identity } from "../identity.ts";
import { isTimestamp, type LibraryId } from "../ids.ts";
import { inParallel } from "../in-parallel.ts";
import type { ObjectStore } from "../ports.ts";
import { countAgain, isToCount } from "./count-again.ts";
import { measure, type Measured } from "./measure.ts";
import type { Counted } from "./quota.ts";
import { NOTHING, plus, removedIn, totalOf, type UsageEntry, type UsageFile } from "./usage.ts";
import { readUsage, writeUsage, type UsageStore } from "./usage-store.ts";

/** Recordings that are counted at a time. */
const COUNTS_AT_ONCE = 8;

/** Counted in one call, open recordings first: a person who has deleted thousands waits for no thousand LISTs. */
const COUNTS_PER_CALL = 200;

/**
 * The file with the amounts of now: a LIST or more for each entry that may have changed.
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
  const entries = file.changing
    .filter((entry) => entry.id !== found?.id && toCount(entry))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, COUNTS_PER_CALL);
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

const rank = ({ id, isEnded }: UsageEntry) => Number(isEnded) + Number(isTimestamp(id));

/** The same, and the bucket keeps it: the next look need not count what has come to rest. */
export async function recounted(
  store: UsageStore,
  place: Identity,
  { nowMs, keepDays }: { nowMs: number; keepDays: number },
): Promise<UsageFile> {
  const read = await readUsage(store, place, nowMs);
  const counted = await countedNow(store, place, read.file, { nowMs, keepDays });
  const isWorthKeeping = read.version !== undefined || totalOf(counted).sizeBytes > 0;
  const isKept =
    JSON.stringify(counted) === JSON.stringify(read.file) && read.version !== undefined;
  // Where another call was faster, its file is as good.
  if (isWorthKeeping && !isKept) await writeUsage(store, place, counted, read.version);
  return counted;
}

export function sumOf(
  files: readonly UsageFile[],
  { nowMs, keepDays }: { nowMs: number; keepDays: number },
): Counted {
  const removed = files.map((file) => removedIn(file, keepDays, nowMs)).reduce(plus, NOTHING);
  return { ...files.map(totalOf).reduce(plus, NOTHING), removed };
}
