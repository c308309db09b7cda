// Tells a machine that slept from a clock that was set: to a page both look alike, the time of day runs
// ahead of a clock that is never set. Only against the server's clock do they differ.
import type { Gap } from "../contract.ts";

/** What an answer of the server told of its clock. */
export interface ServerTime {
  /** The server's time of day less this device's, in ms. */
  readonly offsetMs: number;
  /** By how much that may be wrong: the answer was some time on its way, and tells whole seconds. */
  readonly errorMs: number;
  /** When it was told, by this device's time of day. */
  readonly toldAtMs: number;
}

/** Gaps that are none if the clock was set then. */
export interface UnsureGaps extends Pick<ServerTime, "offsetMs" | "errorMs"> {
  /** The server's time is of just before the first of them. */
  readonly gaps: readonly Gap[];
}

/** Clocks are also slewed, and set by less than is noticed. */
const TOLERANCE_MS = 500;

/** So many at once happen to no one, and each doubles the work. */
const MOST_GAPS = 8;

/**
 * Setting a clock moves it against the server's, sleeping does not.
 *
 * @param time - now
 * @returns those that are no gaps; `undefined`: this answer does not tell, a more exact one may
 */
export function gapsOfSetClock(
  unsure: UnsureGaps,
  time: Pick<ServerTime, "offsetMs" | "errorMs">,
): readonly Gap[] | undefined {
  const { gaps } = unsure;
  if (gaps.length > MOST_GAPS) return [];
  const movedMs = unsure.offsetMs - time.offsetMs;
  const toleranceMs = TOLERANCE_MS + unsure.errorMs + time.errorMs;
  const fitting: Gap[][] = [];
  for (let set = 0; set < 2 ** gaps.length; set++) {
    const chosen = gaps.filter((_, index) => (set >> index) % 2 === 1);
    const chosenMs = chosen.reduce((sum, { durationMs }) => sum + durationMs, 0);
    if (Math.abs(chosenMs - movedMs) <= toleranceMs) fitting.push(chosen);
  }
  // Nothing fits: more happened than is known. A gap too many is better than one that is missing.
  return fitting.length > 1 ? undefined : (fitting[0] ?? []);
}

/** The list without those that are no gaps. */
export function withoutGaps(gaps: readonly Gap[], none: readonly Gap[]): readonly Gap[] {
  const isNone = (gap: Gap) => none.some((each) => isSameGap(each, gap));
  return gaps.filter((gap) => !isNone(gap));
}

function isSameGap(a: Gap, b: Gap): boolean {
  return a.startSample === b.startSample && a.durationMs === b.durationMs && a.reason === b.reason;
}
