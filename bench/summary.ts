// What a row says: medians, minima, and how ours stands beside the peer's and beside the aim.
import type { Row } from "./row.ts";

export interface Summary {
  readonly median: number;
  readonly minimum: number;
  readonly runs: number;
}

export interface RowSummary {
  readonly ours: Summary;
  readonly peer?: Summary;
  /** Ours by the peer's; below 1 is less than the peer. */
  readonly ratio?: { readonly ofMedians: number; readonly ofMinima: number };
  readonly isAimMet?: boolean;
}

export function summarize({ samples, peer, aim }: Row): RowSummary {
  const ours = summaryOf(samples);
  const theirs = peer && summaryOf(peer.samples);
  const ratio = theirs && {
    ofMedians: ours.median / theirs.median,
    ofMinima: ours.minimum / theirs.minimum,
  };
  return {
    ours,
    ...(theirs ? { peer: theirs } : {}),
    ...(ratio ? { ratio } : {}),
    ...(aim ? { isAimMet: isMet(aim, ours.median, ratio?.ofMedians) } : {}),
  };
}

function isMet(aim: NonNullable<Row["aim"]>, median: number, ratio: number | undefined): boolean {
  if ("value" in aim) return median <= aim.value;
  if (ratio === undefined) throw new Error("an aim that is a ratio needs a peer");
  return ratio <= aim.ratio;
}

/** @throws {Error} nothing was measured: a row of no runs would look like one of zero */
function summaryOf(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [lower, upper] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  const [minimum] = sorted;
  if (lower === undefined || upper === undefined || minimum === undefined) {
    throw new Error("nothing was measured");
  }
  return { median: (lower + upper) / 2, minimum, runs: samples.length };
}
