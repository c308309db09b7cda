// Limits how much one person may be granted by this instance: one call may ask for 240 MB.
import type { Identity } from "@tapedeck/core/identity";
import { LIMITS } from "@tapedeck/core/limits";
import type { Clock } from "@tapedeck/core/ports";
import { createPersonRateLimit } from "./person-rate-limit.ts";

export interface GrantRateLimit {
  /**
   * @param objects - those that a call asks to store
   * @throws {AppError} THROTTLED – with `retryAfterMs` in its details; then none of them was counted
   */
  countGrants(identity: Identity, objects: readonly { readonly sizeBytes: number }[]): void;
}

export function createGrantRateLimit(clock: Clock): GrantRateLimit {
  const limit = createPersonRateLimit(clock, "grants", LIMITS.grantsPerPerson);
  return {
    countGrants(identity, objects) {
      const bytes = objects.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      limit.count(identity, { segments: objects.length, bytes });
    },
  };
}
