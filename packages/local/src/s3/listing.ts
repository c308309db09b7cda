// One page of a listing, as a pure function over sorted keys. list-objects.ts knows XML and parameters.
import { compareKeys, firstIndex } from "./key-order.ts";

export interface PageRequest {
  readonly prefix: string;
  /** Empty for none; any length. */
  readonly delimiter: string;
  /** The page starts after this key; empty for the beginning. */
  readonly startAfter: string;
  /** The page starts after all keys under this common prefix; empty for none. */
  readonly afterPrefix: string;
  readonly maxEntries: number;
}

export interface Page {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** Where the next page starts; absent when this is the last. */
  readonly next?: { readonly startAfter: string; readonly afterPrefix: string };
}

/** @param sortedKeys in `compareKeys` order */
export function listPage(sortedKeys: readonly string[], request: PageRequest): Page {
  const { prefix, delimiter, startAfter, afterPrefix, maxEntries } = request;
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  if (maxEntries === 0) return { keys, commonPrefixes };
  let next = { startAfter, afterPrefix };
  let index = firstIndex(
    sortedKeys,
    (key) => compareKeys(key, prefix) >= 0 && isAfter(key, startAfter, afterPrefix),
  );
  while (index < sortedKeys.length) {
    const key = sortedKeys[index] ?? "";
    if (!key.startsWith(prefix)) break;
    if (keys.length + commonPrefixes.length === maxEntries) return { keys, commonPrefixes, next };
    const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (cut === -1) {
      keys.push(key);
      next = { startAfter: key, afterPrefix: "" };
      index += 1;
    } else {
      const common = key.slice(0, cut + delimiter.length);
      commonPrefixes.push(common);
      next = { startAfter: "", afterPrefix: common };
      // One step passes the whole group, for any number of keys.
      index = firstIndex(sortedKeys, (other) => isAfter(other, "", common));
    }
  }
  return { keys, commonPrefixes };
}

function isAfter(key: string, startAfter: string, afterPrefix: string): boolean {
  if (startAfter !== "" && compareKeys(key, startAfter) <= 0) return false;
  return afterPrefix === "" || (compareKeys(key, afterPrefix) > 0 && !key.startsWith(afterPrefix));
}
