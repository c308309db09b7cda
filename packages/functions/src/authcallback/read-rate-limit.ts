// Limits how many objects one person has this instance read: a seal of 20,000 segments takes 20,000 HEADs.
import type { Identity } from "@tapedeck/core/identity";
import { LIMITS } from "@tapedeck/core/limits";
import type { Clock } from "@tapedeck/core/ports";
import { createPersonRateLimit } from "./person-rate-limit.ts";

export interface ReadRateLimit {
  /**
   * @param objects - that a call may read
   * @throws {AppError} THROTTLED – with `retryAfterMs` in its details; then none of them was counted
   */
  countReads(identity: Identity, objects: number): void;
}

export function createReadRateLimit(clock: Clock): ReadRateLimit {
  const limit = createPersonRateLimit(clock, "long recordings", {
    objects: LIMITS.readsPerPerson,
  });
  return { countReads: (identity, objects) => limit.count(identity, { objects }) };
}
