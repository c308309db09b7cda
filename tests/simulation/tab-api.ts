// The API as one tab sees it. The app's own code reads the server's time off each answer. A dead tab hears
// no answer.
import { AppError } from "@tapedeck/core/errors";
import type { RecordingApi } from "../../packages/recorder/src/ports.ts";
import type { Gate } from "./device.ts";
import type { Engine } from "./engine.ts";
import type { Answer, AnsweringApi } from "./server.ts";

const refused = () =>
  new AppError("INPUT_INVALID", "the release before the last knows nothing of it");

type OnTime = Parameters<NonNullable<RecordingApi["onServerTime"]>>[0];

/**
 * @param options.nowMs - this device's wall clock
 * @param options.hearsTime - false for a tab of the release before the last
 */
export function createTabApi(
  api: AnsweringApi,
  options: {
    readonly engine: Engine;
    readonly gate: Gate;
    readonly nowMs: () => number;
    readonly monotonicMs: () => number;
    readonly hearsTime: boolean;
    /** The tab or its server is of the release before the last: what that release did not say is refused. */
    readonly isBeforeThat: boolean;
  },
): RecordingApi {
  const { engine, gate, nowMs, hearsTime } = options;
  const calls = new Map<string, () => Promise<Answer<unknown>>>();
  let callCount = 0;
  const serverClock = engine.createServerClock({
    nowMs,
    monotonicMs: options.monotonicMs,
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
    presignSegments: async (input) => {
      if (options.isBeforeThat && input.verify !== undefined) throw engine.errorOf(refused());
      return ask(() => api.presignSegments(input));
    },
    verifySegments: (input) => ask(() => api.verifySegments(input)),
    sealRecording: async (input) => {
      if (options.isBeforeThat && !("segments" in input)) throw engine.errorOf(refused());
      return ask(() => api.sealRecording(input));
    },
  };
}
