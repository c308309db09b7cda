// For tests in which a person may store anything: a quota that none of them reaches, and no memory.
import type { ReservePorts } from "../usage/reserve.ts";

export const ROOMY: Pick<ReservePorts, "identityRules" | "quota" | "reservations"> = {
  identityRules: { userTypes: [] },
  quota: { maxSizeBytes: 1e15, maxDurationMs: 1e15, keepDays: 30 },
  reservations: { isReserved: () => false, remember: () => undefined },
};
