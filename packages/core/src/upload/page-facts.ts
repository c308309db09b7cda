// What is known of the segments on one page of the list. Pages never change, so each is looked through once.
import type { SegmentRecord } from "./records.ts";
import type { SegmentState } from "./segment-state.ts";
import type { SegmentUpload } from "./upload-state.ts";

/**
 * - `unsaved`: the device does not have its record yet.
 * - `unrecorded`: the device has no record of it, of whatever age.
 * - `removable`: its sound may be deleted.
 */
export type Mark = SegmentState["kind"] | "unsaved" | "unrecorded" | "removable";

interface PageFacts {
  /** Where on the page the segments with each mark are. */
  readonly offsets: ReadonlyMap<Mark, readonly number[]>;
  /** The user type under which the server found its first segment, or granted one. */
  readonly foundUnder: string | undefined;
  readonly grantedUnder: string | undefined;
}

const factsOfPages = new WeakMap<readonly SegmentUpload[], PageFacts>();

export function factsOf(page: readonly SegmentUpload[]): PageFacts {
  const facts = factsOfPages.get(page) ?? lookThrough(page);
  factsOfPages.set(page, facts);
  return facts;
}

function lookThrough(page: readonly SegmentUpload[]): PageFacts {
  const offsets = new Map<Mark, number[]>();
  let foundUnder: string | undefined;
  let grantedUnder: string | undefined;
  for (const [offset, upload] of page.entries()) {
    const { record, state, saved } = upload;
    const isVerified = state.kind === "verified";
    grantedUnder ??= record.userType;
    if (isVerified) foundUnder ??= record.userType;
    const marks: Mark[] = [state.kind];
    if (isUnsaved(record, saved)) marks.push("unsaved");
    // A record of any age is enough: a tab that finds it without its file asks the server before anything
    // else. Without a record, no tab would know that the segment ever was.
    if (saved === undefined) marks.push("unrecorded");
    else if (isVerified && upload.hasFile) marks.push("removable");
    for (const mark of marks) {
      const marked = offsets.get(mark) ?? [];
      marked.push(offset);
      offsets.set(mark, marked);
    }
  }
  return { offsets, foundUnder, grantedUnder };
}

/** Where it lies is worth no write of its own: it is written with the next change. */
function isUnsaved({ life, wait, sha256 }: SegmentRecord, saved: SegmentRecord | undefined) {
  return life !== saved?.life || wait !== saved.wait || sha256 !== saved.sha256;
}
