// Compares the gaps that a manifest tells of with the sound that is really missing.
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import type { Gap } from "@tapedeck/core/contract";
import type { Stretch } from "./missing.ts";

/** The gaps may add up to so much more or less than what is missing, the larger of the two. */
const SUM_TOLERANCE = { share: 0.2, ms: 100 };
/** Losses that are no further apart are heard as one. */
const ONE_LOSS_SAMPLES = SAMPLE_RATE_HZ / 10;
/** A loss that a person hears as such must be told at its place. */
const TOLD_FROM_MS = 250;
/** How far from the loss its gap may stand. */
const PLACE_SECONDS = 1;
/** Of a loss that a person hears, the gaps near it must tell at least this share. */
const TOLD_SHARE = 0.5;
/** No more than this counts as nothing, and a gap may tell of so much more than there is. */
const NOTHING_MS = 20;

export interface Judgement {
  readonly missingMs: number;
  /** Without the pauses. */
  readonly toldMs: number;
  /** One sentence for each thing that is wrong; none when the manifest tells the truth. */
  readonly faults: readonly string[];
}

/** Where sound is missing: samples of the recording from the first place to the last. */
interface Loss {
  readonly from: number;
  readonly to: number;
  readonly missingMs: number;
}

export function judgeGaps(stretches: readonly Stretch[], gaps: readonly Gap[]): Judgement {
  const losses = lossesOf(stretches);
  const told = gaps.filter(({ reason }) => reason !== "paused");
  const missingMs = sum(losses.map((loss) => loss.missingMs));
  const toldMs = sum(told.map(({ durationMs }) => durationMs));
  return {
    missingMs,
    toldMs,
    faults: [...wrongSum(missingMs, toldMs), ...untold(losses, told), ...untrue(losses, told)],
  };
}

function lossesOf(stretches: readonly Stretch[]): Loss[] {
  const losses: Loss[] = [];
  for (const { at, missingMs } of stretches) {
    if (missingMs === 0) continue;
    const last = losses.at(-1);
    if (last && at - last.to <= ONE_LOSS_SAMPLES) {
      losses[losses.length - 1] = { ...last, to: at, missingMs: last.missingMs + missingMs };
    } else losses.push({ from: at, to: at, missingMs });
  }
  return losses;
}

function wrongSum(missingMs: number, toldMs: number): string[] {
  const toleranceMs = Math.max(SUM_TOLERANCE.ms, SUM_TOLERANCE.share * missingMs);
  if (Math.abs(toldMs - missingMs) <= toleranceMs) return [];
  return [
    `the gaps add up to ${toldMs.toFixed(0)} ms, but ${missingMs.toFixed(0)} ms are missing (tolerance ${toleranceMs.toFixed(0)} ms)`,
  ];
}

function untold(losses: readonly Loss[], told: readonly Gap[]): string[] {
  return losses
    .filter(({ missingMs }) => missingMs > TOLD_FROM_MS)
    .map((loss) => ({
      loss,
      nearMs: sum(told.filter((gap) => isNear(loss, gap)).map(({ durationMs }) => durationMs)),
    }))
    .filter(({ loss, nearMs }) => nearMs < loss.missingMs * TOLD_SHARE)
    .map(
      ({ loss, nearMs }) =>
        `${loss.missingMs.toFixed(0)} ms are missing at ${seconds(loss.from)}, and the gaps within ${PLACE_SECONDS} s tell of ${nearMs} ms`,
    );
}

function untrue(losses: readonly Loss[], told: readonly Gap[]): string[] {
  return told
    .filter((gap) => {
      const near = losses.filter((loss) => isNear(loss, gap));
      const nearMs = sum(near.map(({ missingMs }) => missingMs));
      return nearMs <= NOTHING_MS && gap.durationMs > nearMs + NOTHING_MS;
    })
    .map(
      (gap) =>
        `a gap "${gap.reason}" of ${gap.durationMs} ms stands at ${seconds(gap.startSample)}, where nothing is missing`,
    );
}

function isNear({ from, to }: Loss, { startSample }: Gap): boolean {
  const reach = PLACE_SECONDS * SAMPLE_RATE_HZ;
  return startSample >= from - reach && startSample <= to + reach;
}

function seconds(samples: number): string {
  return `${(samples / SAMPLE_RATE_HZ).toFixed(1)} s`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
