// Brings the device's list up to date with the bucket's, page by page, newest first.
import type { RecordingPage, RecordingSummary } from "@tapedeck/core/contract";

/** What this device knows of the bucket's list. */
export interface KnownLibrary {
  /** Newest first. */
  readonly entries: readonly RecordingSummary[];
  /**
   * The walk has read everything that is newer than this id; nothing once it has reached the oldest entry.
   * Before the first page, it is a text that sorts behind every id.
   */
  readonly unreadBelow: string | undefined;
  /** When a walk last reached the oldest entry, in ms since 1970; 0 for never. */
  readonly readAllAtMs: number;
}

/** Sorts behind every id, which begins with a digit. */
const NEWEST = "~";

export const UNKNOWN_LIBRARY: KnownLibrary = {
  entries: [],
  unreadBelow: NEWEST,
  readAllAtMs: 0,
};

/** A rename or a delete on another device, far down in the list, is noticed after a day at most. */
const READ_ALL_EVERY_MS = 24 * 60 * 60 * 1000;

/**
 * Gives what is known after each page. Once everything is known, a walk ends at the first page that has no
 * news: another device changes the newest recordings most of all.
 *
 * @param ports.fetchPage - @throws {AppError}; what came before it was given
 */
export async function* walkLibrary(
  before: KnownLibrary,
  ports: {
    readonly fetchPage: (cursor: string | undefined) => Promise<RecordingPage>;
    readonly nowMs: () => number;
  },
): AsyncGenerator<KnownLibrary> {
  const isFirst = before.readAllAtMs === 0;
  const isRereading = !isFirst && ports.nowMs() - before.readAllAtMs >= READ_ALL_EVERY_MS;
  let known = before;
  let cursor: string | undefined;
  for (;;) {
    const page = await ports.fetchPage(cursor);
    const { entries, hasNews } = withPage(known.entries, cursor, page);
    const next = page.nextCursor;
    if (next === undefined) {
      const readAllAtMs = isFirst || isRereading ? ports.nowMs() : known.readAllAtMs;
      yield { entries, unreadBelow: undefined, readAllAtMs };
      return;
    }
    const { unreadBelow, readAllAtMs } = known;
    known = { entries, unreadBelow: unreadBelow && lesser(unreadBelow, next), readAllAtMs };
    yield known;
    if (isRereading || hasNews) cursor = next;
    else if (known.unreadBelow === undefined) return;
    // What an earlier walk has read is not read again.
    else cursor = lesser(known.unreadBelow, next);
  }
}

const lesser = (a: string, b: string) => (a < b ? a : b);

/** Replaces the entries that the page covers: those that it lacks were deleted. */
function withPage(
  entries: readonly RecordingSummary[],
  cursor: string | undefined,
  { recordings, nextCursor }: RecordingPage,
): { readonly entries: readonly RecordingSummary[]; readonly hasNews: boolean } {
  const newer = entries.filter(({ id }) => cursor !== undefined && id >= cursor);
  const older = entries.filter(({ id }) => nextCursor !== undefined && id < nextCursor);
  const covered = entries.slice(newer.length, entries.length - older.length);
  const hasNews = JSON.stringify(covered) !== JSON.stringify(recordings);
  return { entries: hasNews ? [...newer, ...recordings, ...older] : entries, hasNews };
}
