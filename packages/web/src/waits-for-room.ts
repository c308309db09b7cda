// Which recordings wait because the person's storage in the bucket is full.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecordingSnapshot } from "@tapedeck/recorder";

/** The word of the engine for such a wait. */
export const NO_ROOM: ErrorCode = "QUOTA_EXCEEDED";

/** It is on this device, and the server has no room for it. */
export function waitsForRoom({
  state,
  waitsFor,
}: Pick<RecordingSnapshot, "state" | "waitsFor">): boolean {
  return state !== "sealed" && waitsFor.includes(NO_ROOM);
}
