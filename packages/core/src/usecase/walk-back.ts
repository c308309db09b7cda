// A person's library in one place, newest first. S3 lists oldest first, so this walks back by narrowing
// the prefix: all, years, months, days. One LIST tells everything under a prefix that holds little;
// only a prefix that holds much is narrowed. The LISTs of one step do not depend on each other.
import type { Identity } from "../identity.ts";
import { userPrefix } from "../object-key.ts";
import type { Listing, ObjectStore } from "../ports.ts";
import { entriesOf, SEGMENT_DELIMITER, type LibraryEntry } from "./library-entry.ts";

/** Separates the fields of a timestamp. */
const FIELD_DELIMITER = "-";

/** Most entries that a LIST asks for, by the number of fields in its prefix: none, a year, a month, a day. */
const LEVELS = [
  // Most libraries have fewer recordings than 100, of three objects each: one LIST tells them. In a
  // larger one the first LISTs are in vain, and should be short.
  { maxEntries: 300 },
  { maxEntries: 300 },
  // The most that S3 gives in one answer: some 330 recordings.
  { maxEntries: 1000 },
  // A day is not narrowed any more: all of it is read, in as many answers as that takes.
  { maxEntries: undefined },
] as const;

/** Prefixes opened in the first step: early in a month or a year, the one before is needed too. */
const FIRST_AT_ONCE = 2;

/** A library with little in each year fills a page only from many years: each step opens more. */
const GROWTH = 4;
const MAX_AT_ONCE = 32;

interface Node {
  readonly prefix: string;
  /** Number of the timestamp's fields that the prefix names. */
  readonly fields: number;
}

/** The part of the library that is left to walk, newest first: prefixes, and entries that were found. */
type Part = Node | readonly LibraryEntry[];

export interface Walk {
  readonly store: Pick<ObjectStore, "list">;
  readonly place: Identity;
  /** Only entries older than this are given. */
  readonly cursor: string | undefined;
  /** Whether the place may hold many recordings: then the years are listed beside the first LIST, not after it. */
  readonly mayBeLarge: boolean;
}

/**
 * Makes the next step only when the caller asks for more.
 *
 * A page of 50 out of 10,000 recordings of three years takes 3 steps, 4 where a month holds more than
 * 330; walk-back.test.ts counts them.
 */
export async function* walkBack(walk: Walk): AsyncGenerator<readonly LibraryEntry[]> {
  let parts: readonly Part[] = [{ prefix: userPrefix(walk.place), fields: 0 }];
  let atOnce = FIRST_AT_ONCE;
  while (parts.length > 0) {
    const closedBefore = parts.filter(isNode).length;
    parts = await openNewest(walk, parts, atOnce);
    const isNarrowed = parts.filter(isNode).length > Math.max(0, closedBefore - atOnce);
    // After a prefix was narrowed, the next step opens few: there are many recordings close by.
    if (!isNarrowed) atOnce = Math.min(atOnce * GROWTH, MAX_AT_ONCE);
    const closed = parts.findIndex(isNode);
    const known = closed === -1 ? parts : parts.slice(0, closed);
    parts = parts.slice(known.length);
    if (known.length > 0) yield known.flatMap((part) => (isNode(part) ? [] : part));
  }
}

/** Replaces each of the newest prefixes by its content: entries, or narrower prefixes. */
async function openNewest(walk: Walk, parts: readonly Part[], atOnce: number): Promise<Part[]> {
  const newest = new Set(parts.filter(isNode).slice(0, atOnce));
  const opened = parts.map(async (part): Promise<readonly Part[]> =>
    isNode(part) && newest.has(part) ? open(walk, part) : [part],
  );
  return (await Promise.all(opened)).flat();
}

async function open(walk: Walk, node: Node): Promise<readonly Part[]> {
  const { store, place, cursor } = walk;
  const { prefix, fields } = node;
  const maxEntries = LEVELS[fields]?.maxEntries;
  const look = store.list(prefix, SEGMENT_DELIMITER, maxEntries);
  const narrow = () => store.list(prefix, FIELD_DELIMITER);
  const isNarrowedBeside = maxEntries !== undefined && (fields > 0 || walk.mayBeLarge);
  const [listing, beside] = await Promise.all([look, isNarrowedBeside ? narrow() : undefined]);
  if (reaches(listing, walk)) {
    return [entriesOf(listing, place).filter(({ id }) => cursor === undefined || id < cursor)];
  }
  return narrower(beside ?? (await narrow()), walk, fields + 1);
}

/** Whether the listing holds every entry that is older than the cursor. */
function reaches(listing: Listing, { place, cursor }: Walk): boolean {
  if (!listing.isTruncated) return true;
  if (cursor === undefined) return false;
  const lastKey = listing.objects.at(-1)?.key ?? "";
  const lastPrefix = listing.commonPrefixes.at(-1) ?? "";
  const lastName = (lastKey > lastPrefix ? lastKey : lastPrefix).slice(userPrefix(place).length);
  return timestampOf(lastName) > timestampOf(cursor);
}

/** Ids of recordings and of uploads differ behind it. */
function timestampOf(name: string): string {
  return name.slice(0, "YYYY-MM-DD-HH-MM-SS-μμμμμμ".length);
}

/** Newest first, from the cursor's prefix on. A prefix that is not a date was made by hand, and is skipped. */
function narrower({ commonPrefixes }: Listing, { place, cursor }: Walk, fields: number): Node[] {
  const rootLength = userPrefix(place).length;
  return commonPrefixes
    .filter((prefix) => {
      const name = prefix.slice(rootLength);
      const isLater = cursor !== undefined && name > cursor.slice(0, name.length);
      return /^[\d-]+$/.test(name) && !isLater;
    })
    .map((prefix) => ({ prefix, fields }))
    .toReversed();
}

function isNode(part: Part): part is Node {
  return "prefix" in part;
}
