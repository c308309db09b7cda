// The order of keys in listings: by UTF-8 bytes, which is the order of code points.

/**
 * Compares as the UTF-8 bytes would, without encoding them. JavaScript's own order differs only for
 * surrogate pairs, which it puts below U+E000–U+FFFF.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html
 */
export function compareKeys(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}

/** Index of the first key for which `isPast` holds, in keys where it holds from there on. */
export function firstIndex(keys: readonly string[], isPast: (key: string) => boolean): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPast(keys[middle] ?? "")) high = middle;
    else low = middle + 1;
  }
  return low;
}
