// Writes lengths of sound for people.
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { formatNumber, numberFormat } from "./intl.ts";
import { language } from "#words/language";
import { words } from "./words.ts";

const { units } = words;
const twoDigits = numberFormat({ minimumIntegerDigits: 2 });
export const formatTenths = numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 });

export function toMs(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE_HZ;
}

/**
 * `2:05`, `1:02:05`: whole seconds; hours only from one hour on. A colon between digits of any script keeps them in
 * this order in a text that runs right to left.
 */
export function formatDuration(durationMs: number): string {
  const seconds = Math.floor(durationMs / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0
    ? `${formatNumber(h)}:${twoDigits(m)}:${twoDigits(s)}`
    : `${formatNumber(m)}:${twoDigits(s)}`;
}

/** The page does not mention a shorter loss: a quarter of a second is a syllable. */
const MIN_SHOWN_MS = 250;

/** `850 ms`, `1.2 s`, rounded down; `undefined` when too short to mention. */
export function formatMissing(missingMs: number): string | undefined {
  if (missingMs < MIN_SHOWN_MS) return undefined;
  if (missingMs < 1000) return units.milliseconds(formatNumber(Math.floor(missingMs)));
  return units.seconds(formatTenths(Math.floor(missingMs / 100) / 10));
}

/** `34 s`, `2 min 5 s`: at least one second, so that a little sound never reads as none. */
export function formatSeconds(durationMs: number): string {
  const seconds = wholeSeconds(durationMs);
  const minutes = Math.floor(seconds / 60);
  const rest = units.seconds(formatNumber(seconds % 60));
  return minutes === 0 ? rest : `${units.minutes(formatNumber(minutes))} ${rest}`;
}

/** What {@link formatSeconds} writes. */
export function wholeSeconds(durationMs: number): number {
  return Math.max(1, Math.round(durationMs / 1000));
}

const unit = (name: "hour" | "minute" | "second") =>
  numberFormat({ style: "unit", unit: name, unitDisplay: "long" });
const UNITS = [
  { seconds: 3600, write: unit("hour") },
  { seconds: 60, write: unit("minute") },
  { seconds: 1, write: unit("second") },
];
let list: Intl.ListFormat | undefined;

/** For screen readers: `2 minutes 5 seconds`. */
export function formatSpokenDuration(durationMs: number): string {
  let left = Math.floor(durationMs / 1000);
  const parts: string[] = [];
  for (const { seconds, write } of UNITS) {
    const count = Math.floor(left / seconds);
    left -= count * seconds;
    if (count > 0 || (seconds === 1 && parts.length === 0)) parts.push(write(count));
  }
  list ??= new Intl.ListFormat(language, { type: "unit", style: "narrow" });
  return list.format(parts);
}
