// Tries again after each failure that time or the network cures.
import { toAppError, type AppError } from "@tapedeck/core/errors";
import { isCuredByTime } from "./network-trouble.ts";
import { waitForNetwork } from "./wait-for-network.ts";

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** It waits for the network, or goes on. Absent where no person waits for it. */
  readonly onTrouble?: (error: AppError | undefined) => void;
}

/** @throws what `attempt` throws that time does not cure; the signal's reason when it is aborted */
export async function retryCurable<Result>(
  attempt: () => Promise<Result>,
  { signal, onTrouble }: RetryOptions,
): Promise<Result> {
  for (let failures = 0; ;) {
    try {
      const result = await attempt();
      if (failures > 0) onTrouble?.(undefined);
      return result;
    } catch (thrown) {
      const error = toAppError(thrown);
      if (signal.aborted || !isCuredByTime(error.code)) throw thrown;
      failures += 1;
      // A new URL is asked for at once, and needs no word.
      const isRenewal = failures === 1 && error.code === "GRANT_EXPIRED";
      if (!isRenewal) onTrouble?.(error);
      await waitForNetwork(isRenewal ? 1 : failures + 1, signal);
    }
  }
}
