// Writes what the owner of the bucket has to know and our own requests do not show. It writes one line a
// minute for each person and kind, because browsers try again and again.
import type { RefusedUpload } from "@tapedeck/core/contract";
import type { Identity } from "@tapedeck/core/identity";
import { userPrefix } from "@tapedeck/core/object-key";
import type { Clock } from "@tapedeck/core/ports";
import { nowMs } from "./clock.ts";
import type { Log } from "./log.ts";

const EVERY_MS = 60_000;

/** The log remembers the people it wrote of last; a forgotten one may get a line too early. */
const MAX_PEOPLE = 10_000;

export interface OwnerLog {
  /** A browser could not bring a segment to the bucket. */
  uploadRefused(identity: Identity, requestId: string, refused: RefusedUpload): void;
  /** The store gave no SHA-256 for some objects. */
  checksumAbsent(identity: Identity, requestId: string, segmentCount: number): void;
}

export function createOwnerLog(log: Log, clock: Clock): OwnerLog {
  /** By kind and person, when the last line was written; the oldest first. */
  const writtenAtMs = new Map<string, number>();

  function isDue(kind: string, identity: Identity): boolean {
    const subject = `${kind} ${userPrefix(identity)}`;
    const now = nowMs(clock);
    if (now - (writtenAtMs.get(subject) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return false;
    writtenAtMs.delete(subject);
    const [stalest] = writtenAtMs.keys();
    if (stalest !== undefined && writtenAtMs.size >= MAX_PEOPLE) writtenAtMs.delete(stalest);
    writtenAtMs.set(subject, now);
    return true;
  }

  return {
    uploadRefused: (identity, requestId, { status, code }) => {
      if (!isDue("refused", identity)) return;
      // infra/alarms.ts counts this line. Without a status, the browser could read no answer.
      log.info("upload refused", { requestId, status, s3Code: code });
    },
    checksumAbsent: (identity, requestId, segmentCount) => {
      if (!isDue("checksum", identity)) return;
      log.error("checksum absent", { requestId, segmentCount });
    },
  };
}
