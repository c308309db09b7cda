// The system's clock, as core's port has it.
import type { Clock } from "@tapedeck/core/ports";

/**
 * Milliseconds from the wall clock, which follows the network's time; the three digits below them
 * from the monotonic timer: not exact, but they keep two uploads of one millisecond apart.
 */
export const systemClock: Clock = {
  nowMicros: () => Date.now() * 1000 + (Math.floor(performance.now() * 1000) % 1000),
};

/** Whole milliseconds since 1970-01-01T00:00:00Z. */
export function nowMs(clock: Clock): number {
  return Math.floor(clock.nowMicros() / 1000);
}
