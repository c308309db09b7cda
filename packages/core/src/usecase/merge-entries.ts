// One list of several places: each gives its entries newest first, in batches, and so does the merged one.
import { eachOnce, type LibraryEntry } from "./library-entry.ts";

type Batches = AsyncIterator<readonly LibraryEntry[]>;

interface Source {
  readonly batches: Batches;
  /** Fetched and not given yet, newest first. */
  entries: readonly LibraryEntry[];
  isDone: boolean;
}

/** Fetches from all places at the same time, and from each only when its entries are used up. */
export async function* mergeEntries(
  places: readonly Batches[],
): AsyncGenerator<readonly LibraryEntry[]> {
  const sources: Source[] = places.map((batches) => ({ batches, entries: [], isDone: false }));
  for (;;) {
    await Promise.all(sources.map(fill));
    // What a place has not given yet is older than what it gave last.
    const unfinished = sources.filter(({ isDone }) => !isDone);
    const lastIds = unfinished.map(({ entries }) => entries.at(-1)?.id ?? "");
    const oldestSure = lastIds.reduce<string>((a, b) => (a > b ? a : b), "");
    const sure = sources.flatMap((source) => take(source, oldestSure));
    if (sure.length === 0) return;
    yield eachOnce(sure);
  }
}

/** Afterwards the source has entries, or is done. */
async function fill(source: Source): Promise<void> {
  while (source.entries.length === 0 && !source.isDone) {
    const next = await source.batches.next();
    if (next.done) source.isDone = true;
    else source.entries = next.value;
  }
}

/** Takes what is not older than that id out of the source. */
function take(source: Source, oldestId: string): readonly LibraryEntry[] {
  const taken = source.entries.filter(({ id }) => id >= oldestId);
  source.entries = source.entries.slice(taken.length);
  return taken;
}
