// Lengths, sizes and times as the library writes them: the deck does not load them.
import { dateFormat, formatNumber, numberFormat } from "../text/intl.ts";
import { libraryWords } from "#words/library";
import { words } from "../text/words.ts";

const { units } = words;
const kilobytes = numberFormat({ style: "unit", unit: "kilobyte", maximumFractionDigits: 0 });
const inTenths = (unit: string) =>
  numberFormat({ style: "unit", unit, minimumFractionDigits: 1, maximumFractionDigits: 1 });
const megabytes = inTenths("megabyte");
const gigabytes = inTenths("gigabyte");

/** `48 s`, `4 min`, `1 h 32 min`: in words, because `0:48` beside a time of day looks like one. */
export function formatLength(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  if (seconds < 60) return units.seconds(formatNumber(seconds));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return units.minutes(formatNumber(minutes));
  const hours = units.hours(formatNumber(Math.floor(minutes / 60)));
  return `${hours} ${units.minutes(formatNumber(minutes % 60))}`;
}

/** `9:15:00` */
export const formatTimeOfDay = dateFormat({
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
});

/** `812 B`, `42 kB`, `1.4 MB`, `2.1 GB`: powers of ten, as operating systems and bills count. */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1000) return libraryWords.bytes(formatNumber(sizeBytes));
  if (sizeBytes < 1_000_000) return kilobytes(sizeBytes / 1000);
  if (sizeBytes < 1_000_000_000) return megabytes(sizeBytes / 1_000_000);
  return gigabytes(sizeBytes / 1_000_000_000);
}
