// Waits before another try: until the browser says that the network is back, and for a while at the most.
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * Resolves at once before the first retry; each further one waits twice as long.
 *
 * @param failures - how often it has failed in a row, at least 1
 * @throws the signal's reason when it is aborted
 */
export async function waitForNetwork(failures: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (failures <= 1 && navigator.onLine) return;
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
  const done = Promise.withResolvers<void>();
  const timer = setTimeout(() => done.resolve(), waitMs);
  const end = () => done.resolve();
  addEventListener("online", end);
  signal.addEventListener("abort", end);
  await done.promise;
  clearTimeout(timer);
  removeEventListener("online", end);
  signal.removeEventListener("abort", end);
  signal.throwIfAborted();
}
