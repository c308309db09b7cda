// One instance of a Lambda: a worker thread that handles one event at a time, each within its time.
import { url as inspectorUrl } from "node:inspector";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import type { Invocation, Outcome, Ready } from "./worker-protocol.ts";

export interface FunctionInstanceOptions {
  /** The module that serves the function's entry in the worker. */
  readonly instance: URL;
  /** The whole environment of the function: variables of this process are not passed on. */
  readonly environment: Readonly<Record<string, string>>;
  /** For one call, as infra/ deploys the function. */
  readonly timeoutMs: number;
  /** Each line the function logs. */
  readonly onLogLine: (line: string) => void;
  /** Ends the worker, also one that is still loading; disposing is enough without it. */
  readonly signal?: AbortSignal;
}

export interface FunctionInstance<Event, Result> extends AsyncDisposable {
  /**
   * May be called only while no other call is under way.
   *
   * @throws {TimedOutError} the call took too long: the instance has ended
   * @throws {Error} the handler threw, or the worker died
   */
  invoke(requestId: string, event: Event, clockAheadMs: number): Promise<Result>;
  readonly hasEnded: boolean;
}

/** Lambda has ended the function in the middle of a call. */
export class TimedOutError extends Error {
  constructor(timeoutMs: number) {
    super(`the function took longer than ${timeoutMs} ms`);
    this.name = "TimedOutError";
  }
}

/** The handler threw. The message of this error is the stack of that one. */
export class HandlerFailedError extends Error {
  /** What the handler's own error says. */
  readonly errorMessage: string;

  constructor(failed: string, errorMessage: string) {
    super(failed);
    this.name = "HandlerFailedError";
    this.errorMessage = errorMessage;
  }
}

/** Resolves when the function is loaded and its configuration accepted. */
export async function startFunctionInstance<Event, Result>(
  options: FunctionInstanceOptions,
): Promise<FunctionInstance<Event, Result>> {
  const { timeoutMs, signal } = options;
  const worker = new Worker(options.instance, {
    env: { ...options.environment },
    stdout: true,
    stderr: true,
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    createInterface({ input: stream }).on("line", options.onLogLine);
  }
  const end = () => void worker.terminate();
  if (signal?.aborted === true) end();
  signal?.addEventListener("abort", end);

  const ready = Promise.withResolvers<void>();
  let call: PromiseWithResolvers<Result> | undefined;
  let hasEnded = false;
  worker.on("message", (message: Outcome<Result> | Ready) => {
    if ("ready" in message) ready.resolve();
    else if ("result" in message) call?.resolve(message.result);
    else call?.reject(new HandlerFailedError(message.failed, message.errorMessage));
  });
  const fail = (error: Error) => {
    hasEnded = true;
    signal?.removeEventListener("abort", end);
    ready.reject(error);
    call?.reject(error);
  };
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("the function's worker has ended")));

  await ready.promise;
  return {
    get hasEnded() {
      return hasEnded;
    },
    async invoke(requestId, event, clockAheadMs) {
      const current = Promise.withResolvers<Result>();
      call = current;
      const giveUp = () => {
        // A debugger may hold the function at a breakpoint.
        if (inspectorUrl() !== undefined) return;
        fail(new TimedOutError(timeoutMs));
        end();
      };
      const deadline = setTimeout(giveUp, timeoutMs);
      try {
        worker.postMessage({
          requestId,
          event,
          clockAheadMs,
          timeoutMs,
        } satisfies Invocation<Event>);
        return await current.promise;
      } finally {
        clearTimeout(deadline);
        call = undefined;
      }
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
