// A list of gaps: how much sound is missing, and how to shorten the list to what a manifest may name.
import type { ManifestGap } from "./contract.ts";

/** @returns the ms of sound that were lost or interrupted; pauses are not counted */
export function missingMs(gaps: readonly ManifestGap[]): number {
  return gaps.reduce(
    (sum, { durationMs, reason }) => sum + (reason === "paused" ? 0 : durationMs),
    0,
  );
}

/**
 * The same list if it has at most `max` gaps. Else the two nearest gaps of one reason become one, at the
 * place of the first and as long as both, until the list is short enough: no time is left out.
 *
 * @param gaps - in order of `startSample`
 */
export function joinNearest<SomeGap extends ManifestGap>(
  gaps: readonly SomeGap[],
  maxCount: number,
): readonly SomeGap[] {
  if (gaps.length <= maxCount) return gaps;
  const joined = [...gaps];
  while (joined.length > maxCount) {
    const [at, next] = nearestPair(joined);
    const [first, second] = [joined[at], joined[next]];
    if (!first || !second) break;
    joined[at] = { ...first, durationMs: first.durationMs + second.durationMs };
    joined.splice(next, 1);
  }
  return joined;
}

/** @returns the position of the second of the two nearest; outside of the list if no two share a reason */
function nearestPair(gaps: readonly ManifestGap[]): readonly [number, number] {
  const lastOf: Partial<Record<ManifestGap["reason"], number>> = {};
  let [at, next, leastSamples] = [-1, -1, Infinity];
  for (let index = 0; index < gaps.length; index++) {
    const gap = gaps[index];
    if (!gap) break;
    const before = lastOf[gap.reason] ?? -1;
    lastOf[gap.reason] = index;
    const samples = gap.startSample - (gaps[before]?.startSample ?? -Infinity);
    if (samples < leastSamples) [at, next, leastSamples] = [before, index, samples];
  }
  return [at, next];
}
