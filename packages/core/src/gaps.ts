// What can be said of a list of gaps: how much is missing, and how to name no more than a manifest may.
import type { Gap } from "./contract.ts";

/** What should have been recorded and was not, in ms: what was paused is left out. */
export function missingMs(gaps: readonly Gap[]): number {
  return gaps.reduce(
    (sum, { durationMs, reason }) => sum + (reason === "paused" ? 0 : durationMs),
    0,
  );
}

/**
 * The same list if it is short enough. Else the two nearest of one reason become one, where the first
 * of them is and as long as both, until it is: nothing is left out.
 *
 * @param gaps - in order
 */
export function joinNearest<SomeGap extends Gap>(
  gaps: readonly SomeGap[],
  maxCount: number,
): readonly SomeGap[] {
  let joined = gaps;
  while (joined.length > maxCount) {
    const pair = nearestPair(joined);
    const [first, second] = pair?.map((index) => joined[index]) ?? [];
    if (!pair || !first || !second) return joined;
    const durationMs = first.durationMs + second.durationMs;
    joined = joined.with(pair[0], { ...first, durationMs }).toSpliced(pair[1], 1);
  }
  return joined;
}

function nearestPair(gaps: readonly Gap[]): readonly [number, number] | undefined {
  const lastOf = new Map<Gap["reason"], number>();
  let nearest: readonly [number, number] | undefined;
  let leastSamples = Infinity;
  for (const [index, { reason, startSample }] of gaps.entries()) {
    const before = lastOf.get(reason);
    lastOf.set(reason, index);
    if (before === undefined) continue;
    const samples = startSample - (gaps[before]?.startSample ?? 0);
    if (samples < leastSamples) [leastSamples, nearest] = [samples, [before, index]];
  }
  return nearest;
}
