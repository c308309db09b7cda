// Finds segments by their state, without looking at each of a long recording.
import { itemAt, positionsOnPages, type PagedList } from "../paged-list.ts";
import type { SegmentState } from "./segment-state.ts";
import type { SegmentUpload } from "./upload-state.ts";

type Kind = SegmentState["kind"];

/** States in which something is still to be done. */
export const OPEN_KINDS: readonly Kind[] = [
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

interface PageFacts {
  /** Where on the page its segments of each state are. */
  readonly offsets: ReadonlyMap<Kind, readonly number[]>;
  /** The user type under which the server found its first segment, or granted one. */
  readonly foundUnder: string | undefined;
  readonly grantedUnder: string | undefined;
}

/** Pages never change, so each is looked through once. */
const factsOfPages = new WeakMap<readonly SegmentUpload[], PageFacts>();

/** Positions of segments in one of these states, in order. */
export function positionsIn(
  list: PagedList<SegmentUpload>,
  kinds: readonly Kind[],
): Iterable<number> {
  return positionsOnPages(list, (page) => {
    const { offsets } = factsOf(page);
    return kinds.flatMap((kind) => offsets.get(kind) ?? []).sort((a, b) => a - b);
  });
}

/** The first of those positions. @param isMeant - each of the segments, unless given */
export function firstIn(
  list: PagedList<SegmentUpload>,
  kinds: readonly Kind[],
  maxCount: number,
  isMeant: (upload: SegmentUpload) => boolean = () => true,
): readonly number[] {
  const first: number[] = [];
  for (const position of positionsIn(list, kinds)) {
    if (first.length >= maxCount) break;
    const upload = itemAt(list, position);
    if (upload && isMeant(upload)) first.push(position);
  }
  return first;
}

export function hasAny({ pages }: PagedList<SegmentUpload>, kinds: readonly Kind[]): boolean {
  return pages.some((page) => kinds.some((kind) => factsOf(page).offsets.has(kind)));
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

function factsOf(page: readonly SegmentUpload[]): PageFacts {
  const known = factsOfPages.get(page);
  if (known !== undefined) return known;
  const offsets = new Map<Kind, number[]>();
  for (const [offset, { state }] of page.entries()) {
    const same = offsets.get(state.kind) ?? [];
    same.push(offset);
    offsets.set(state.kind, same);
  }
  const placed = page.filter(({ record }) => record.userType !== undefined);
  const facts: PageFacts = {
    offsets,
    foundUnder: placed.find(({ state }) => state.kind === "verified")?.record.userType,
    grantedUnder: placed[0]?.record.userType,
  };
  factsOfPages.set(page, facts);
  return facts;
}
