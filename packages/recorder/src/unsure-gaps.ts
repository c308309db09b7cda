// Tells a machine that slept from a clock that was set: to a page both look alike, the time of day runs
// ahead of a clock that is never set. Only against the server's clock do they differ.
import type { Gap } from "@tapedeck/core/contract";

/** What an answer of the server told of its clock. */
export interface ServerTime {
  /** The server's time of day less this device's, in ms. */
  readonly offsetMs: number;
  /** When it was told, by this device's time of day. */
  readonly toldAtMs: number;
}

/** Gaps that are none if the clock was set then. */
export interface UnsureGaps {
  /** As {@link ServerTime.offsetMs}, just before the first of them. */
  readonly offsetMs: number;
  readonly gaps: readonly Gap[];
}

/** An answer tells whole seconds, and was some time on its way; both ends of the comparison do. */
const TOLERANCE_MS = 2000;

/** So many at once happen to no one, and each doubles the work. */
const MOST_GAPS = 8;

/**
 * Setting a clock moves it against the server's, sleeping does not.
 *
 * @param offsetMs - now
 * @returns those that are no gaps. Where it cannot be told which, none: a gap too many is better than
 *   one that is missing
 */
export function gapsOfSetClock(unsure: UnsureGaps, offsetMs: number): readonly Gap[] {
  const { gaps } = unsure;
  if (gaps.length > MOST_GAPS) return [];
  const movedMs = unsure.offsetMs - offsetMs;
  const fitting: Gap[][] = [];
  for (let set = 0; set < 2 ** gaps.length; set++) {
    const chosen = gaps.filter((_, index) => (set >> index) % 2 === 1);
    const chosenMs = chosen.reduce((sum, { durationMs }) => sum + durationMs, 0);
    if (Math.abs(chosenMs - movedMs) <= TOLERANCE_MS) fitting.push(chosen);
  }
  const [only, ...others] = fitting;
  return only && others.length === 0 ? only : [];
}

/** The list without those that are no gaps. */
export function withoutGaps(gaps: readonly Gap[], none: readonly Gap[]): readonly Gap[] {
  const isNone = (gap: Gap) => none.some((each) => isSameGap(each, gap));
  return gaps.filter((gap) => !isNone(gap));
}

function isSameGap(a: Gap, b: Gap): boolean {
  return a.startSample === b.startSample && a.durationMs === b.durationMs && a.reason === b.reason;
}
