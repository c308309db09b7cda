// Finds segments by their state, without looking at each of a long recording.
import { itemAt, positionsOnPages, type PagedList } from "../paged-list.ts";
import { factsOf, type Mark } from "./page-facts.ts";
import type { SegmentUpload } from "./upload-state.ts";

/** States in which something is still to be done. */
export const OPEN_KINDS: readonly SegmentUpload["state"]["kind"][] = [
  "journaled",
  "unhashed",
  "hashing",
  "requested",
  "granted",
  "uploading",
  "uploaded",
  "verifying",
  "waiting",
  "stuck",
];

/** Positions of segments with one of these marks, in order. */
export function positionsIn(
  list: PagedList<SegmentUpload>,
  marks: readonly Mark[],
): Iterable<number> {
  return positionsOnPages(list, (page) => {
    const { offsets } = factsOf(page);
    return marks.flatMap((mark) => offsets.get(mark) ?? []).sort((a, b) => a - b);
  });
}

/** The first of those positions. @param isMeant - each of the segments, unless given */
export function firstIn(
  list: PagedList<SegmentUpload>,
  marks: readonly Mark[],
  maxCount: number,
  isMeant: (upload: SegmentUpload) => boolean = () => true,
): readonly number[] {
  const first: number[] = [];
  for (const position of positionsIn(list, marks)) {
    if (first.length >= maxCount) break;
    const upload = itemAt(list, position);
    if (upload && isMeant(upload)) first.push(position);
  }
  return first;
}

export function hasAny({ pages }: PagedList<SegmentUpload>, marks: readonly Mark[]): boolean {
  return pages.some((page) => marks.some((mark) => factsOf(page).offsets.has(mark)));
}

/** Where the server found segments, or else let them be stored. */
export function userTypeIn({ pages }: PagedList<SegmentUpload>): string | undefined {
  let granted: string | undefined;
  for (const page of pages) {
    const { foundUnder, grantedUnder } = factsOf(page);
    if (foundUnder !== undefined) return foundUnder;
    granted ??= grantedUnder;
  }
  return granted;
}
