// Which waits are for room in the bucket, because the person has stored as much as the owner allows.
import type { ErrorCode } from "../error-codes.ts";

/** Such a wait lasts until the server has let the recording in, and not only until it is asked again. */
export function isForRoom(code: ErrorCode | undefined): boolean {
  return code === "QUOTA_EXCEEDED";
}
