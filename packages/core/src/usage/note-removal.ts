// Counts a recording for the last time before it is removed, so that its bytes leave the sum and count as
// removed, also when the delete is cut off.
import type { Identity } from "../identity.ts";
import type { LibraryId } from "../ids.ts";
import { withEntry } from "./count-again.ts";
import { measure } from "./measure.ts";
import { entryOf, RESERVED_MS } from "./usage.ts";
import { changeUsage, type UsageStore } from "./usage-store.ts";

/**
 * Gives the recording an entry that is not ended: the next look finds the tombstone, and less than before.
 *
 * @throws {AppError} THROTTLED – others keep changing the usage file
 */
export async function noteRemoval(
  store: UsageStore,
  place: Identity,
  id: LibraryId,
  nowMs: number,
): Promise<void> {
  await changeUsage(store, place, nowMs, async (file) => {
    const { sizeBytes, durationMs } = await measure(store, place, id);
    if (sizeBytes === 0) return file;
    // A delete that was cut off has removed a part already, and its entry still says how much there was.
    const known = entryOf(file, id);
    const most = known && known.sizeBytes > sizeBytes ? known : { sizeBytes, durationMs };
    const added = { id, sizeBytes: most.sizeBytes, durationMs: most.durationMs, isEnded: false };
    // Dated as if its reservation had just run out: a delete must not give grants without a look at the quota.
    const atMs = nowMs - RESERVED_MS;
    return withEntry(file, { ...added, held: { sizeBytes, durationMs } }, atMs);
  });
}
