// Tells a person what they have stored, and what they may store.
import type { Usage } from "../contract.ts";
import type { Identity, IdentityRules } from "../identity.ts";
import type { Clock } from "../ports.ts";
import { placesOf } from "../usecase/find-place.ts";
import { recounted, sumOf } from "./counted.ts";
import { isFull, quotaOf, type Quota } from "./quota.ts";
import type { UsageStore } from "./usage-store.ts";

/**
 * Takes a GET for each configured user type, and a LIST and a HEAD for each recording that may have changed. A PUT keeps
 * what was counted.
 */
export async function tellUsage(
  identity: Identity,
  ports: {
    readonly clock: Clock;
    readonly store: UsageStore;
    readonly identityRules: Pick<IdentityRules, "userTypes">;
    readonly quota: Quota;
  },
): Promise<Usage> {
  const { clock, store, identityRules, quota } = ports;
  const { keepDays } = quota;
  const nowMs = clock.nowMicros() / 1000;
  const files = await Promise.all(
    placesOf(identity, identityRules).map((place) => recounted(store, place, { nowMs, keepDays })),
  );
  const counted = sumOf(files, { nowMs, keepDays });
  const { sizeBytes, durationMs } = counted;
  const own = quotaOf(files, quota);
  const { maxSizeBytes, maxDurationMs } = own;
  return {
    sizeBytes,
    durationMs,
    removedSizeBytes: counted.removed.sizeBytes,
    maxSizeBytes,
    maxDurationMs,
    isFull: isFull(counted, own),
  };
}
