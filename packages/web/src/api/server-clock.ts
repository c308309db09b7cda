// Reads the server's time off the answers of the API, by which the engine tells a machine that slept
// from a clock that was set.
import type { ServerTime } from "@tapedeck/recorder/unsure-gaps";

/** The header names whole seconds: on average the half of one has gone by. */
const HALF_SECOND_MS = 500;

/** By so much the time of day and a clock that is never set may differ over one request. */
const JUMP_MS = 1000;

export interface ServerClock {
  /** As the one that was given. */
  readonly fetch: typeof fetch;
  /** Hears the last answer at once, if there was one. @returns the way to stop listening */
  listen(listener: (time: ServerTime) => void): () => void;
}

/** @param ports.fetch - of our API's answers only: the clock of somebody's portal is none of ours */
export function createServerClock(ports: {
  readonly fetch: typeof fetch;
  /** The time of day. */
  readonly nowMs: () => number;
  /** Never set; stands still while the machine sleeps, outside Windows. */
  readonly monotonicMs: () => number;
}): ServerClock {
  const listeners = new Set<(time: ServerTime) => void>();
  let last: ServerTime | undefined;

  const nowOfBoth = () => ({ atMs: ports.nowMs(), monotonicMs: ports.monotonicMs() });

  function read(response: Response, sent: ReturnType<typeof nowOfBoth>): void {
    const told = nowOfBoth();
    const { atMs: sentAtMs } = sent;
    const { atMs: toldAtMs } = told;
    const tookMs = toldAtMs - sentAtMs;
    // Another origin's answers may not show the header; an empty one is no date either.
    const serverMs = Date.parse(response.headers.get("date") ?? "");
    if (Number.isNaN(serverMs)) return;
    // The clock was set, or the machine slept, in between: the middle of the two times means nothing. Such
    // an answer once hid a sleep of two hours (found by simulation, seed 1222).
    if (Math.abs(tookMs - (told.monotonicMs - sent.monotonicMs)) > JUMP_MS) return;
    last = {
      offsetMs: serverMs + HALF_SECOND_MS - (sentAtMs + toldAtMs) / 2,
      errorMs: HALF_SECOND_MS + tookMs / 2,
      toldAtMs,
    };
    for (const listener of listeners) listener(last);
  }

  return {
    fetch: async (input, init) => {
      const sent = nowOfBoth();
      const response = await ports.fetch(input, init);
      read(response, sent);
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
