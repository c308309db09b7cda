// Merges the lists of several places. Each gives its entries newest first, in batches; so does the result.
import { eachOnce, type LibraryEntry } from "./library-entry.ts";

type Batches = AsyncIterator<readonly LibraryEntry[]>;

interface Source {
  readonly batches: Batches;
  /** Entries that were fetched and not yet given, newest first. */
  entries: readonly LibraryEntry[];
  isDone: boolean;
}

/** Fetches from all places at the same time, and from a place only when its entries are used up. */
export async function* mergeEntries(
  places: readonly Batches[],
): AsyncGenerator<readonly LibraryEntry[]> {
  const sources: Source[] = places.map((batches) => ({ batches, entries: [], isDone: false }));
  for (;;) {
    await Promise.all(sources.map(fill));
    // Entries that a place has not given yet are older than its last one.
    const unfinished = sources.filter(({ isDone }) => !isDone);
    const lastIds = unfinished.map(({ entries }) => entries.at(-1)?.id ?? "");
    const oldestSure = lastIds.reduce<string>((a, b) => (a > b ? a : b), "");
    const sure = sources.flatMap((source) => take(source, oldestSure));
    if (sure.length === 0) return;
    yield eachOnce(sure);
  }
}

/** Makes sure that the source has entries, or is done. */
async function fill(source: Source): Promise<void> {
  while (source.entries.length === 0 && !source.isDone) {
    const next = await source.batches.next();
    if (next.done) source.isDone = true;
    else source.entries = next.value;
  }
}

/** Takes the entries that are not older than that id out of the source. */
function take(source: Source, oldestId: string): readonly LibraryEntry[] {
  const taken = source.entries.filter(({ id }) => id >= oldestId);
  source.entries = source.entries.slice(taken.length);
  return taken;
}
