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
  readonly kinds: ReadonlySet<Kind>;
  /** The user type under which the server found its first segment, or granted one. */
  readonly foundUnder: string | undefined;
  readonly grantedUnder: string | undefined;
}

/** Pages never change, so each is looked through once. */
const factsOfPages = new WeakMap<readonly SegmentUpload[], PageFacts>();

/** Positions of segments in one of these states, in order. */
export function* positionsIn(
  list: PagedList<SegmentUpload>,
  kinds: readonly Kind[],
): Generator<number> {
  for (const position of positionsOnPages(list, (page) => hasKind(page, kinds))) {
    const upload = itemAt(list, position);
    if (upload && kinds.includes(upload.state.kind)) yield position;
  }
}

export function hasAny(list: PagedList<SegmentUpload>, kinds: readonly Kind[]): boolean {
  return list.pages.some((page) => hasKind(page, kinds));
}

function hasKind(page: readonly SegmentUpload[], kinds: readonly Kind[]): boolean {
  return kinds.some((kind) => factsOf(page).kinds.has(kind));
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
  const placed = page.filter(({ record }) => record.userType !== undefined);
  const facts: PageFacts = {
    kinds: new Set(page.map(({ state }) => state.kind)),
    foundUnder: placed.find(({ state }) => state.kind === "verified")?.record.userType,
    grantedUnder: placed[0]?.record.userType,
  };
  factsOfPages.set(page, facts);
  return facts;
}
