// The system's clock in microseconds.
import type { Clock } from "@tapedeck/core/ports";

/**
 * Milliseconds from the wall clock, which follows the network's time; the three digits below them
 * from the monotonic timer: not exact, but they keep two uploads of one millisecond apart.
 */
export const systemClock: Clock = {
  nowMicros: () => Date.now() * 1000 + (Math.floor(performance.now() * 1000) % 1000),
};
