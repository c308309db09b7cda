// The rows of the library: what the bucket lists and what this device holds, merged by id, newest first.
import type { RecordingSummary } from "@tapedeck/core/contract";
import { parseTimestamp } from "@tapedeck/core/ids";
import { VISIBLE } from "../text/visible.ts";
import { formatNumber } from "../text/intl.ts";
import { dayOf } from "../text/local-day.ts";
import { libraryWords } from "#words/library";
import { dayPartName } from "./day-names.ts";

/** What a row says of a recording as long as its upload changes nothing about it. */
export interface LibraryRow {
  readonly id: string;
  readonly startedAtMs: number;
  /** The local day of its start: see local-day.ts. */
  readonly day: string;
  /** The given title, or weekday and part of the day. */
  readonly name: string;
  /** A person gave the name. */
  readonly isNamed: boolean;
}

/** Where the rows come from. */
export interface RowSources {
  /** Newest first. */
  readonly bucket: readonly RecordingSummary[];
  /** Ids of the recordings on this device, in any order. */
  readonly device: readonly string[];
  /** Titles that the bucket does not have yet. */
  readonly newTitles: ReadonlyMap<string, string>;
  /** Ids that are deleted, or about to be. */
  readonly deleted: ReadonlySet<string>;
}

const TIMESTAMP_LENGTH = "2026-11-25-21-50-07-000000".length;
const startsMs = new Map<string, number>();

/** When a recording or a one-off upload began. Reading a date costs more than all else of a row. */
function startedAtMs(id: string): number {
  const known = startsMs.get(id);
  if (known !== undefined) return known;
  const ms = parseTimestamp(id.slice(0, TIMESTAMP_LENGTH)) / 1000;
  startsMs.set(id, ms);
  return ms;
}

export function libraryRows({
  bucket,
  device,
  newTitles,
  deleted,
}: RowSources): readonly LibraryRow[] {
  const titles = new Map(bucket.map(({ id, title }) => [id, title]));
  for (const id of device) if (!titles.has(id)) titles.set(id, undefined);
  const ids = [...titles.keys()].sort();
  /** How many recordings of a part of a day are older. Named ones count, so that a rename moves no number. */
  const counts = new Map<string, number>();
  const rows: LibraryRow[] = [];
  for (const id of ids) {
    const ms = startedAtMs(id);
    const day = dayOf(ms);
    const part = dayPartName(ms);
    const place = `${day} ${part}`;
    const count = (counts.get(place) ?? 0) + 1;
    counts.set(place, count);
    if (deleted.has(id)) continue;
    const title = newTitles.get(id) ?? titles.get(id);
    const automatic = count === 1 ? part : libraryWords.numbered(part, formatNumber(count));
    const isNamed = title !== undefined && VISIBLE.test(title);
    rows.push({ id, startedAtMs: ms, day, name: isNamed ? title : automatic, isNamed });
  }
  return rows.reverse();
}
