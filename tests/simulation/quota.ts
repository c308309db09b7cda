// The quota of the person of a run. In some runs it is so small that they reach it; when all is calm, the owner
// gives them more room. A recording that runs is never refused, and the figures are those of the bucket.
import { toAppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type { Clock } from "@tapedeck/core/ports";
import type { Quota } from "@tapedeck/core/usage/quota";
import type { ReservationMemory } from "@tapedeck/core/usage/reserve";
import { tellUsage } from "@tapedeck/core/usage/tell-usage";
import type { MemoryObjectStore } from "../../packages/core/src/testing/memory-object-store.ts";
import { identityOf, keysOf, USER_TYPES } from "./identity.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

const ROOMY: Quota = { maxSizeBytes: 1e12, maxDurationMs: 1e12, keepDays: 30 };

/** A segment of the simulation has some 800 bytes. */
const SMALL_BYTES = { least: 100, most: 4000 };

const HOUR_MICROS = 3_600_000_000;

export interface SimulatedQuota {
  /** As the server reads it at each call. */
  current(): Quota;
  readonly reservations: ReservationMemory;
  /** Passes the grants on. */
  watch<Result>(recordingId: RecordingId, granted: Promise<Result>): Promise<Result>;
  raise(): void;
  /** After the last event. */
  check(): Promise<void>;
}

/** @param random - dice of its own; without them there is room for everything */
export function createQuota(
  world: World,
  random: Random | undefined,
  { store, clock }: { readonly store: MemoryObjectStore; readonly clock: Clock },
): SimulatedQuota {
  const { least, most } = SMALL_BYTES;
  let quota = random ? { ...ROOMY, maxSizeBytes: random.between(least, most) } : ROOMY;
  const reservedUntil = new Map<string, number>();

  /** Segments, and nothing that says that it has ended. */
  function runs(recordingId: RecordingId): boolean {
    const isEnded = keysOf({ kind: "manifest", recordingId }).some((key) => store.objects.has(key));
    const [first] = [...store.objects.keys()].filter((key) => key.includes(`${recordingId}_`));
    return first !== undefined && !isEnded;
  }

  return {
    current: () => quota,
    reservations: {
      isReserved: (name, nowMs) => nowMs < (reservedUntil.get(name) ?? 0),
      remember: (name, untilMs) => void reservedUntil.set(name, untilMs),
    },
    async watch(recordingId, granted) {
      try {
        return await granted;
      } catch (thrown) {
        if (toAppError(thrown).code === "QUOTA_EXCEEDED") {
          world.counts.quotaRefusals += 1;
          if (runs(recordingId))
            world.violate(`${recordingId} runs, and was refused for its quota`);
        }
        throw thrown;
      }
    },
    raise: () => {
      quota = ROOMY;
    },
    async check() {
      // In an hour everything is at rest, and is counted for the last time.
      const later = { nowMicros: () => clock.nowMicros() + HOUR_MICROS };
      const identityRules = { userTypes: USER_TYPES };
      const ports = { clock: later, store, identityRules, quota };
      const { sizeBytes } = await tellUsage(identityOf(world.trouble.userType), ports);
      const heldBytes = [...store.objects]
        .filter(([key]) => /_\d{6}\.webm$/.test(key))
        .reduce((sum, [, object]) => sum + object.sizeBytes, 0);
      if (sizeBytes !== heldBytes) {
        world.violate(`the bucket holds ${heldBytes} bytes, the usage files say ${sizeBytes}`);
      }
    },
  };
}
