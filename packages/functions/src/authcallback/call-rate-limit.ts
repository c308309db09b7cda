// Limits how often one person calls this instance.
import { AppError } from "@tapedeck/core/errors";
import type { Identity } from "@tapedeck/core/identity";
import { LIMITS } from "@tapedeck/core/limits";
import { userPrefix } from "@tapedeck/core/object-key";
import type { Clock } from "@tapedeck/core/ports";
import { takeFrom, type Bucket } from "@tapedeck/core/token-bucket";
import { nowMs } from "../clock.ts";

/** The limiter remembers the people seen last; a person whom it forgets starts with a full bucket. */
const MAX_PEOPLE = 10_000;

export interface CallRateLimit {
  /** @throws {AppError} THROTTLED – with `retryAfterMs` in its details */
  countCall(identity: Identity, bodyBytes: number): void;
}

export function createCallRateLimit(clock: Clock): CallRateLimit {
  const buckets = new Map<string, Bucket>();
  return {
    countCall(identity, bodyBytes) {
      const person = userPrefix(identity);
      const calls = 1 + Math.floor(bodyBytes / LIMITS.callsPerPerson.bytesPerCall);
      const taken = takeFrom(buckets.get(person), calls, nowMs(clock), LIMITS.callsPerPerson);
      // Deleting first moves the person to the end of the map, so the first entry is the one seen longest ago.
      buckets.delete(person);
      const [stalest] = buckets.keys();
      if (stalest !== undefined && buckets.size >= MAX_PEOPLE) buckets.delete(stalest);
      buckets.set(person, taken.bucket);
      if (taken.isAllowed) return;
      const { retryAfterMs } = taken;
      throw new AppError(
        "THROTTLED",
        `Too many calls; this one is answered again in ${retryAfterMs} ms.`,
        { details: { retryAfterMs } },
      );
    },
  };
}
