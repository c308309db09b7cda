// Reads the server's time off the answers of the API, by which the engine tells a machine that slept
// from a clock that was set.
import type { ServerTime } from "@tapedeck/recorder/unsure-gaps";

/** The header names whole seconds: on average the half of one has gone by. */
const HALF_SECOND_MS = 500;

export interface ServerClock {
  /** As the one that was given. */
  readonly fetch: typeof fetch;
  /** Hears the last answer at once, if there was one. @returns the way to stop listening */
  listen(listener: (time: ServerTime) => void): () => void;
}

/** @param ports.fetch - of our API's answers only: the clock of somebody's portal is none of ours */
export function createServerClock(ports: {
  readonly fetch: typeof fetch;
  readonly nowMs: () => number;
}): ServerClock {
  const listeners = new Set<(time: ServerTime) => void>();
  let last: ServerTime | undefined;

  function read(response: Response, sentAtMs: number): void {
    const toldAtMs = ports.nowMs();
    const tookMs = toldAtMs - sentAtMs;
    // Another origin's answers may not show the header; an empty one is no date either.
    const serverMs = Date.parse(response.headers.get("date") ?? "");
    // The clock was set back meanwhile. If it was set ahead, or the machine slept, it only took long.
    if (Number.isNaN(serverMs) || tookMs < 0) return;
    last = {
      offsetMs: serverMs + HALF_SECOND_MS - (sentAtMs + toldAtMs) / 2,
      errorMs: HALF_SECOND_MS + tookMs / 2,
      toldAtMs,
    };
    for (const listener of listeners) listener(last);
  }

  return {
    fetch: async (input, init) => {
      const sentAtMs = ports.nowMs();
      const response = await ports.fetch(input, init);
      read(response, sentAtMs);
      return response;
    },
    listen: (listener) => {
      listeners.add(listener);
      if (last) listener(last);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
