// What a browser's failing storage means in our words.
import { AppError } from "@tapedeck/core/errors";

/** No room, or no storage: what the browser threw stays the cause. */
export function storageError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const name = thrown instanceof Error ? thrown.name : String(thrown);
  return name === "QuotaExceededError"
    ? new AppError("STORAGE_FULL", "The browser's storage is full.", { cause: thrown })
    : new AppError("STORAGE_FAILED", `The browser's storage failed: ${name}.`, { cause: thrown });
}

/** Does something with storage. @throws {AppError} STORAGE_FULL, STORAGE_FAILED */
export async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    throw storageError(thrown);
  }
}
