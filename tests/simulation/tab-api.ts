// The API as one tab sees it. The app's own code reads the server's time off each answer. A dead tab hears
// no answer.
import type { RecordingApi } from "@tapedeck/recorder/ports";
import { createServerClock } from "../../packages/web/src/server-clock.ts";
import type { Gate } from "./device.ts";
import type { Answer, AnsweringApi } from "./server.ts";

type OnTime = Parameters<NonNullable<RecordingApi["onServerTime"]>>[0];

/**
 * @param options.nowMs - this device's wall clock
 * @param options.hearsTime - false for a tab of the release before
 */
export function createTabApi(
  api: AnsweringApi,
  options: {
    readonly gate: Gate;
    readonly nowMs: () => number;
    readonly hearsTime: boolean;
  },
): RecordingApi {
  const { gate, nowMs, hearsTime } = options;
  const calls = new Map<string, () => Promise<Answer<unknown>>>();
  let callCount = 0;
  const serverClock = createServerClock({
    nowMs,
    fetch: async (url) => {
      const answer = await (typeof url === "string" ? calls.get(url)?.() : undefined);
      const date = new Date(answer?.atMs ?? Number.NaN).toUTCString();
      return new Response(null, { headers: { date } });
    },
  });

  async function ask<Result>(call: () => Promise<Answer<Result>>): Promise<Result> {
    const url = `sim:call-${callCount++}`;
    const answered = Promise.withResolvers<Result>();
    calls.set(url, async () => {
      const answer = await gate(call);
      answered.resolve(answer.result);
      return answer;
    });
    try {
      await serverClock.fetch(url);
      return await answered.promise;
    } finally {
      calls.delete(url);
    }
  }

  return {
    ...(hearsTime ? { onServerTime: (listener: OnTime) => serverClock.listen(listener) } : {}),
    presignSegments: (input) => ask(() => api.presignSegments(input)),
    verifySegments: (input) => ask(() => api.verifySegments(input)),
    sealRecording: (input) => ask(() => api.sealRecording(input)),
  };
}
