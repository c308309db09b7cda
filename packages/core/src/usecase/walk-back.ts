// A person's library in one place, newest first. S3 lists oldest first, so this walks back by narrowing
// the prefix: years, months, days. What is older than the page is never listed.
import type { Identity } from "../identity.ts";
import { userPrefix } from "../object-key.ts";
import type { ObjectStore } from "../ports.ts";
import { entriesOf, SEGMENT_DELIMITER, type LibraryEntry } from "./library-entry.ts";

/** Between the fields of a timestamp; a prefix that ends in the third names a day. */
const FIELD_DELIMITER = "-";
const FIELDS_OF_A_DAY = 3;

/** Costs a LIST for the years, each year, each month and each day that it looks at. */
export async function* walkBack(
  store: ObjectStore,
  place: Identity,
  cursor: string | undefined,
): AsyncGenerator<readonly LibraryEntry[]> {
  const root = userPrefix(place);
  for await (const day of daysBack(store, root, root, cursor)) {
    const entries = entriesOf(await store.list(day, SEGMENT_DELIMITER), place);
    yield entries.filter(({ id }) => cursor === undefined || id < cursor);
  }
}

/** Prefixes of the days that hold something, newest first, from the cursor's on. */
async function* daysBack(
  store: ObjectStore,
  root: string,
  prefix: string,
  cursor: string | undefined,
  fields = 0,
): AsyncGenerator<string> {
  if (fields === FIELDS_OF_A_DAY) {
    yield prefix;
    return;
  }
  const { commonPrefixes } = await store.list(prefix, FIELD_DELIMITER);
  for (const narrower of commonPrefixes.toReversed()) {
    const name = narrower.slice(root.length);
    if (cursor !== undefined && name > cursor.slice(0, name.length)) continue;
    yield* daysBack(store, root, narrower, cursor, fields + 1);
  }
}
