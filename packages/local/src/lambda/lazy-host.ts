// A function whose first instance starts with its first call. Starting one takes half a second of a core, which
// a stack that never seals does not need to spend.
import type { FunctionHost } from "./function-host.ts";

/** @param start - called by the first call, and again by the next one when it failed */
export function createLazyHost<Event, Result>(
  start: () => Promise<FunctionHost<Event, Result>>,
): FunctionHost<Event, Result> {
  let host: Promise<FunctionHost<Event, Result>> | undefined;
  function started(): Promise<FunctionHost<Event, Result>> {
    host ??= start().catch((thrown: unknown) => {
      // In development the code may be repaired before the next call.
      host = undefined;
      throw thrown;
    });
    return host;
  }
  return {
    invoke: async (requestId, event, clockAheadMs) =>
      (await started()).invoke(requestId, event, clockAheadMs),
    async [Symbol.asyncDispose]() {
      const running = await host?.catch(() => undefined);
      await running?.[Symbol.asyncDispose]();
    },
  };
}
