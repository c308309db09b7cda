// As put-object.ts, where there is no XMLHttpRequest: in the service worker, which shows no progress.
import { AppError } from "@tapedeck/core/errors";
import type { Timer } from "@tapedeck/core/ports";
import type { PutObject } from "./put-object.ts";
import { refusalOf } from "./s3-refusal.ts";

/**
 * Longest time for all of it, because `fetch` does not tell whether bytes move. The largest segment,
 * 60 s of sound, has half a megabyte: four at a time pass in it at 270 kbit/s.
 */
const LIMIT_MS = 60_000;

/** Resolves and rejects as {@link PutObject} says; `onProgress` is never called. */
export function createFetchPutObject(ports: {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly setTimer: Timer;
}): PutObject {
  return async ({ grant, bytes, signal }) => {
    signal.throwIfAborted();
    const tooLong = new AbortController();
    const cancelTimer = ports.setTimer(LIMIT_MS, () => {
      const limit = `${LIMIT_MS / 1000} s`;
      tooLong.abort(new AppError("TIMEOUT", `The upload took longer than ${limit}.`));
    });
    try {
      const refusal = refusalOf(await send());
      if (refusal !== undefined) throw refusal;
    } finally {
      cancelTimer();
    }

    async function send() {
      try {
        const response = await ports.fetch(grant.url, {
          method: "PUT",
          headers: grant.headers,
          body: bytes,
          signal: AbortSignal.any([signal, tooLong.signal]),
          // What was granted is one request to one place, by the URL alone.
          redirect: "error",
          credentials: "omit",
          cache: "no-store",
        });
        const retryAfter = response.headers.get("retry-after");
        return { status: response.status, body: await response.text(), retryAfter };
      } catch (cause) {
        signal.throwIfAborted();
        tooLong.signal.throwIfAborted();
        throw new AppError("CONNECTION_LOST", "The upload's connection broke.", { cause });
      }
    }
  };
}
