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

/** Where they are in the list; outside of it, if no two have a reason in common. */
function nearestPair(gaps: readonly Gap[]): readonly [number, number] {
  const lastOf: Record<Gap["reason"], number> = { paused: -1, interrupted: -1, lost: -1 };
  let [at, next, leastSamples] = [-1, -1, Infinity];
  for (let index = 0; index < gaps.length; index++) {
    const gap = gaps[index];
    if (!gap) break;
    const before = lastOf[gap.reason];
    lastOf[gap.reason] = index;
    const samples = gap.startSample - (gaps[before]?.startSample ?? -Infinity);
    if (samples < leastSamples) [at, next, leastSamples] = [before, index, samples];
  }
  return [at, next];
}
