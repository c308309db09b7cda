// Reads the server's time from the answers of the API. With it the engine can tell a machine that slept
// from a clock that was set.
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";

/** The `date` header has whole seconds, so the true time is half a second later on average. */
const HALF_SECOND_MS = 500;

/** During one request, the wall clock and the monotonic clock may disagree by this much. */
const JUMP_MS = 1000;

export interface ServerClock {
  /** The given `fetch`, observed. */
  readonly fetch: typeof fetch;
  /** Calls back at once with the last answer's time, if there was one. @returns unsubscribes */
  listen(listener: (time: ServerTime) => void): () => void;
}

/** @param ports.fetch - accepts our API's answers only: a captive portal's clock must not count */
export function createServerClock(ports: {
  readonly fetch: typeof fetch;
  /** The wall clock. */
  readonly nowMs: () => number;
  /** The monotonic clock. It stops while the machine sleeps, except on Windows. */
  readonly monotonicMs: () => number;
}): ServerClock {
  const listeners = new Set<(time: ServerTime) => void>();
  let last: ServerTime | undefined;

  const readBothClocks = () => ({ atMs: ports.nowMs(), monotonicMs: ports.monotonicMs() });

  function readServerTime(response: Response, sent: ReturnType<typeof readBothClocks>): void {
    const received = readBothClocks();
    const { atMs: sentAtMs } = sent;
    const { atMs: toldAtMs } = received;
    const roundTripMs = toldAtMs - sentAtMs;
    // Other origins may hide the header; an empty one is no date either.
    const serverMs = Date.parse(response.headers.get("date") ?? "");
    if (Number.isNaN(serverMs)) return;
    // The clock was set or the machine slept during the request, so the midpoint of the two times means
    // nothing. Such an answer once hid a sleep of two hours (found by simulation, seed 1222).
    if (Math.abs(roundTripMs - (received.monotonicMs - sent.monotonicMs)) > JUMP_MS) return;
    last = {
      offsetMs: serverMs + HALF_SECOND_MS - (sentAtMs + toldAtMs) / 2,
      errorMs: HALF_SECOND_MS + roundTripMs / 2,
      toldAtMs,
    };
    for (const listener of listeners) listener(last);
  }

  return {
    fetch: async (input, init) => {
      const sent = readBothClocks();
      const response = await ports.fetch(input, init);
      readServerTime(response, sent);
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
