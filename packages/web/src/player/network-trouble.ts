// Which failures time or a network cures: the player goes on by itself after them.
import type { ErrorCode } from "@tapedeck/core/error-codes";

const CURED_BY_TIME: ReadonlySet<ErrorCode> = new Set([
  "OFFLINE",
  "CONNECTION_LOST",
  "TIMEOUT",
  "THROTTLED",
  "SERVICE_UNAVAILABLE",
  "SERVICE_BLOCKED",
  // A new URL does.
  "GRANT_EXPIRED",
]);

export function isCuredByTime(code: ErrorCode): boolean {
  return CURED_BY_TIME.has(code);
}
