// Remembers which recordings this instance has reserved, so that most grants need no look into the bucket.
import type { ReservationMemory } from "@tapedeck/core/usage/reserve";

/** The ones reserved last. One that is forgotten costs a GET. */
const MAX_RECORDINGS = 10_000;

export function createReservationMemory(): ReservationMemory {
  const until = new Map<string, number>();
  return {
    isReserved: (name, nowMs) => nowMs < (until.get(name) ?? 0),
    remember(name, untilMs) {
      // Deleting first moves it to the end of the map, so the first entry is the one reserved longest ago.
      until.delete(name);
      const [stalest] = until.keys();
      if (stalest !== undefined && until.size >= MAX_RECORDINGS) until.delete(stalest);
      until.set(name, untilMs);
    },
  };
}
