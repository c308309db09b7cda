// How much of the sound is where: the line under the level, and its sentence.
import type { RecordingSnapshot } from "@tapedeck/recorder";
import { formatDuration, toMs } from "../text/format.ts";
import { deckWords } from "#words/deck";
import { words } from "../text/words.ts";
import { formatNumber } from "../text/intl.ts";

/** One part of the sentence: the number stands out. */
export interface TapePart {
  readonly amount: string;
  readonly where: string;
}

export interface Tape {
  /** The share that is in the bucket, 0 to 1. */
  readonly inBucket: number;
  /** All of it is in the bucket, and its manifest says so. */
  readonly isWhole: boolean;
  readonly parts: readonly TapePart[];
  /** Instead of parts. */
  readonly sentence?: string;
}

const whole = (sentence: string): Tape => ({ inBucket: 1, isWhole: true, parts: [], sentence });

/** Seconds as `2 s` below a minute, as a clock above: `1:06`. At least one: a little sound never reads as none. */
function amountOf(seconds: number): string {
  if (seconds >= 60) return formatDuration(seconds * 1000);
  return words.units.seconds(formatNumber(Math.max(1, seconds)));
}

/** Of the recording that is being made, or was just made. */
export function tapeOfOne(facts: {
  readonly elapsedMs: number;
  readonly recording: Pick<RecordingSnapshot, "state" | "verifiedSampleCount"> | undefined;
  /** This browser keeps no sound for the page. */
  readonly isInMemory: boolean;
  /** The server has no room for it. */
  readonly waitsForRoom: boolean;
}): Tape {
  const { elapsedMs, recording } = facts;
  const { safety } = deckWords;
  if (recording?.state === "sealed") return whole(safety.allInBucket(formatDuration(elapsedMs)));
  const verifiedMs = Math.min(elapsedMs, toMs(recording?.verifiedSampleCount ?? 0));
  const leftMs = elapsedMs - verifiedMs;
  const isLeft = leftMs >= 1;
  const where = whereIsLeft(facts);
  const parts: TapePart[] = [];
  if (verifiedMs > 0) parts.push({ amount: formatDuration(verifiedMs), where: safety.inBucket });
  if (isLeft)
    parts.push({ amount: amountOf(wholeSeconds(elapsedMs) - wholeSeconds(verifiedMs)), where });
  // The sound is there; the manifest, which makes it one recording, is not.
  else if (verifiedMs > 0) parts.push({ amount: "", where: safety.lastStep });
  return { inBucket: elapsedMs > 0 ? verifiedMs / elapsedMs : 0, isWhole: false, parts };
}

/** Where the sound is that is not in the bucket. */
function whereIsLeft(facts: { readonly isInMemory: boolean; readonly waitsForRoom: boolean }) {
  const { safety } = deckWords;
  if (facts.isInMemory) return safety.onlyInWindow;
  return facts.waitsForRoom ? safety.onDeviceUntilRoom : safety.onDevice;
}

/** As the clock counts, so that both amounts add up to what it shows. */
const wholeSeconds = (durationMs: number) => Math.floor(durationMs / 1000);

/** Of all recordings, while none is made. @returns nothing as long as it is not known */
export function tapeOfAll(facts: {
  /** Of those on this device that are not wholly in the bucket. */
  readonly leftCount: number;
  /** Of those in the bucket; nothing as long as the list is not read to its end. */
  readonly storedCount: number | undefined;
  /** Of those that another device has not finished. */
  readonly elsewhereCount: number;
  readonly isInMemory: boolean;
  /** The server has no room for any of those on this device. */
  readonly waitsForRoom: boolean;
}): Tape | undefined {
  const { leftCount, storedCount, elsewhereCount } = facts;
  const { safety } = deckWords;
  if (leftCount === 0 && storedCount === undefined) return undefined;
  const stored = storedCount ?? 0;
  const others = leftCount + elsewhereCount;
  if (others === 0) {
    return stored === 0 ? undefined : whole(safety.allRecordings(stored, formatNumber(stored)));
  }
  const parts: TapePart[] = [];
  if (stored > 0) parts.push({ amount: formatNumber(stored), where: safety.inBucket });
  if (leftCount > 0) {
    parts.push({ amount: formatNumber(leftCount), where: whereIsLeft(facts) });
  }
  if (elsewhereCount > 0) {
    parts.push({ amount: formatNumber(elsewhereCount), where: safety.onAnotherDevice });
  }
  return { inBucket: stored / (stored + others), isWhole: false, parts };
}
