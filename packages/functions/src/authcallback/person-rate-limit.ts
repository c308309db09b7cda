// Limits how much one person uses of this instance. Instances share no store.
import { AppError } from "@tapedeck/core/errors";
import type { Identity } from "@tapedeck/core/identity";
import { userPrefix } from "@tapedeck/core/object-key";
import type { Clock } from "@tapedeck/core/ports";
import { takeFromAll, type BucketRules, type Buckets } from "@tapedeck/core/token-bucket";
import { nowMs } from "../clock.ts";

/** The limiter remembers the people seen last; a person whom it forgets starts with full buckets. */
const MAX_PEOPLE = 10_000;

export interface PersonRateLimit<Counted extends string> {
  /** @throws {AppError} THROTTLED – with `retryAfterMs` in its details; then nothing was counted */
  count(identity: Identity, used: Readonly<Record<Counted, number>>): void;
}

/**
 * @param what - for the message: "calls"
 * @param rules - what is counted, each in a bucket of its own
 */
export function createPersonRateLimit<Counted extends string>(
  clock: Clock,
  what: string,
  rules: Readonly<Record<Counted, BucketRules>>,
): PersonRateLimit<Counted> {
  const people = new Map<string, Buckets<Counted>>();
  return {
    count(identity, used) {
      const person = userPrefix(identity);
      const taken = takeFromAll(people.get(person), used, nowMs(clock), rules);
      // Deleting first moves the person to the end of the map, so the first entry is the one seen longest ago.
      people.delete(person);
      const [stalest] = people.keys();
      if (stalest !== undefined && people.size >= MAX_PEOPLE) people.delete(stalest);
      people.set(person, taken.buckets);
      if (taken.isAllowed) return;
      const { retryAfterMs } = taken;
      throw new AppError(
        "THROTTLED",
        `Too many ${what}; this call is answered again in ${retryAfterMs} ms.`,
        { details: { retryAfterMs } },
      );
    },
  };
}
