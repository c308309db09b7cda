// Finds segments by their state, without looking at each of a long recording.
import { itemAt, positionsOnPages, type PagedList } from "../paged-list.ts";
import type { SegmentState } from "./segment-state.ts";
import type { SegmentUpload } from "./upload-state.ts";

type Kind = SegmentState["kind"];

const KINDS: readonly Kind[] = [
  "journaled",
  "unhashed",
  "hashing",
  "requested",
  "granted",
  "uploading",
  "uploaded",
  "verifying",
  "verified",
  "waiting",
  "stuck",
];

/** States in which something is still to be done. */
export const OPEN_KINDS: readonly Kind[] = KINDS.filter((kind) => kind !== "verified");

/** One bit for each kind that a page has. Pages never change, so each is looked through once. */
const bitsOfPages = new WeakMap<readonly SegmentUpload[], number>();

/** Positions of segments in one of these states, in order. */
export function* positionsIn(
  list: PagedList<SegmentUpload>,
  kinds: readonly Kind[],
): Generator<number> {
  const wanted = bitsOf(kinds);
  for (const position of positionsOnPages(list, (page) => (bitsOfPage(page) & wanted) !== 0)) {
    const upload = itemAt(list, position);
    if (upload && kinds.includes(upload.state.kind)) yield position;
  }
}

export function hasAny(list: PagedList<SegmentUpload>, kinds: readonly Kind[]): boolean {
  const wanted = bitsOf(kinds);
  return list.pages.some((page) => (bitsOfPage(page) & wanted) !== 0);
}

function bitsOfPage(page: readonly SegmentUpload[]): number {
  const known = bitsOfPages.get(page);
  if (known !== undefined) return known;
  const bits = bitsOf(page.map(({ state }) => state.kind));
  bitsOfPages.set(page, bits);
  return bits;
}

function bitsOf(kinds: readonly Kind[]): number {
  return kinds.reduce((bits, kind) => bits | (1 << KINDS.indexOf(kind)), 0);
}
