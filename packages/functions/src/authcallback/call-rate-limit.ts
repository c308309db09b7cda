// Limits how often one person calls this instance.
import type { Identity } from "@tapedeck/core/identity";
import { LIMITS } from "@tapedeck/core/limits";
import type { Clock } from "@tapedeck/core/ports";
import { createPersonRateLimit } from "./person-rate-limit.ts";

export interface CallRateLimit {
  /** @throws {AppError} THROTTLED – with `retryAfterMs` in its details */
  countCall(identity: Identity, bodyBytes: number): void;
}

export function createCallRateLimit(clock: Clock): CallRateLimit {
  const limit = createPersonRateLimit(clock, "calls", { calls: LIMITS.callsPerPerson });
  return {
    countCall(identity, bodyBytes) {
      limit.count(identity, {
        calls: 1 + Math.floor(bodyBytes / LIMITS.callsPerPerson.bytesPerCall),
      });
    },
  };
}
