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

interface PageFacts {
  /** One bit for each kind that it has. */
  readonly bits: number;
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
  const wanted = bitsOf(kinds);
  for (const position of positionsOnPages(list, (page) => (factsOf(page).bits & wanted) !== 0)) {
    const upload = itemAt(list, position);
    if (upload && kinds.includes(upload.state.kind)) yield position;
  }
}

export function hasAny(list: PagedList<SegmentUpload>, kinds: readonly Kind[]): boolean {
  const wanted = bitsOf(kinds);
  return list.pages.some((page) => (factsOf(page).bits & wanted) !== 0);
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
    bits: bitsOf(page.map(({ state }) => state.kind)),
    foundUnder: placed.find(({ state }) => state.kind === "verified")?.record.userType,
    grantedUnder: placed[0]?.record.userType,
  };
  factsOfPages.set(page, facts);
  return facts;
}

function bitsOf(kinds: readonly Kind[]): number {
  return kinds.reduce((bits, kind) => bits | (1 << KINDS.indexOf(kind)), 0);
}
