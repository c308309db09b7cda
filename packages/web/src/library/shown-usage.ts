// What a person has stored, as the page writes it: "2.1 of 10 GB", or minutes where their limit is nearer.
import type { Usage } from "@tapedeck/core/contract";
import { numberFormat } from "../text/intl.ts";
import { libraryWords } from "#words/library";
import { words } from "../text/words.ts";

/** From this share on, the page warns: enough is left for what a person has in mind just now. */
const WARNS_FROM = 0.9;

export interface ShownUsage {
  /** Of the limit that is nearer, 0 to 1. */
  readonly share: number;
  /** `2.1 of 10 GB` */
  readonly written: string;
  /** `2.1 of 10 GB in your bucket` */
  readonly inBucket: string;
  /** `2.1 of 10 gigabytes in your bucket`, for the ear. */
  readonly spoken: string;
  readonly isNearlyFull: boolean;
  /** A new recording would be refused. */
  readonly isFull: boolean;
}

/** @property amount - bytes, or milliseconds */
interface Unit {
  readonly amount: number;
  readonly short: (count: number) => string;
  readonly long: (count: number) => string;
}

const tenths = numberFormat({ maximumFractionDigits: 1 });
const intl = (unit: string, unitDisplay: "short" | "long") =>
  numberFormat({ style: "unit", unit, unitDisplay, maximumFractionDigits: 1 });
const sizeUnit = (amount: number, unit: string): Unit => ({
  amount,
  short: intl(unit, "short"),
  long: intl(unit, "long"),
});
const lengthUnit = (amount: number, unit: string, short: (count: string) => string): Unit => ({
  amount,
  short: (count) => short(tenths(count)),
  long: intl(unit, "long"),
});

/** The largest first. */
const SIZE_UNITS = [
  sizeUnit(1_000_000_000, "gigabyte"),
  sizeUnit(1_000_000, "megabyte"),
  sizeUnit(1000, "kilobyte"),
];
const LENGTH_UNITS = [
  lengthUnit(3_600_000, "hour", words.units.hours),
  lengthUnit(60_000, "minute", words.units.minutes),
];

/** `600 min` says more than `10 h` of which 9.5 are used; hundreds of hours are no minutes any more. */
const HOURS_FROM = 100;

export function shownUsage(usage: Usage): ShownUsage {
  const size = { used: usage.sizeBytes, max: usage.maxSizeBytes, units: SIZE_UNITS };
  const isInHours = usage.maxDurationMs >= HOURS_FROM * 3_600_000;
  const units = isInHours ? LENGTH_UNITS : LENGTH_UNITS.slice(1);
  const length = { used: usage.durationMs, max: usage.maxDurationMs, units };
  const nearer = shareOf(length) > shareOf(size) ? length : size;
  const share = shareOf(nearer);
  const written = write(nearer, "short");
  return {
    share,
    written,
    inBucket: libraryWords.usage.inBucket(written),
    spoken: libraryWords.usage.inBucket(write(nearer, "long")),
    isNearlyFull: usage.isFull || share >= WARNS_FROM,
    isFull: usage.isFull,
  };
}

interface Limit {
  readonly used: number;
  readonly max: number;
  readonly units: readonly Unit[];
}

/** A limit of nothing is used up. */
function shareOf({ used, max }: Limit): number {
  return max > 0 ? Math.min(1, used / max) : 1;
}

/** In tenths, from a hundred on whole. Rounded down: what is not full never reads as full. */
function countOf(amount: number, unit: Unit): number {
  const count = Math.floor((amount * 10) / unit.amount) / 10;
  return count >= 100 ? Math.floor(count) : count;
}

function write({ used, max, units }: Limit, form: "short" | "long"): string {
  const [unit, usedUnit] = [unitOf(max, units), unitOf(used * 10, units)];
  if (unit === undefined || usedUnit === undefined) throw new Error("there is no unit");
  const isSame = used === 0 || usedUnit.amount >= unit.amount;
  const written = isSame ? tenths(countOf(used, unit)) : usedUnit[form](countOf(used, usedUnit));
  return libraryWords.usage.of(written, unit[form](countOf(max, unit)));
}

/** The largest of which there is one at least. */
function unitOf(amount: number, units: readonly Unit[]): Unit | undefined {
  return units.find((unit) => amount >= unit.amount) ?? units.at(-1);
}
