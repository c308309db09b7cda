// Runs a Lambda in a worker thread and hands it one event at a time, as many as come.
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import type { Invocation, Outcome, Ready } from "./worker-protocol.ts";

export interface FunctionHost<Event, Result> extends AsyncDisposable {
  /**
   * @param clockAheadMs - of the function while it handles this event; negative is behind
   * @throws {Error} the handler threw, or the worker died: what Lambda answers with 502
   */
  invoke(requestId: string, event: Event, clockAheadMs: number): Promise<Result>;
}

export interface FunctionHostOptions {
  /** The module that serves the function's entry in the worker. */
  readonly instance: URL;
  /** The whole environment of the function: nothing of this process leaks in. */
  readonly environment: Readonly<Record<string, string>>;
  /** Each line the function logs. */
  readonly onLogLine: (line: string) => void;
  /** Ends the worker, also one that is still loading; disposing is enough without it. */
  readonly signal?: AbortSignal;
}

interface Waiting<Result> {
  resolve(result: Result): void;
  reject(error: Error): void;
}

/** Resolves when the function is loaded and its configuration accepted. */
export async function startFunctionHost<Event, Result>(
  options: FunctionHostOptions,
): Promise<FunctionHost<Event, Result>> {
  const worker = new Worker(options.instance, {
    env: { ...options.environment },
    stdout: true,
    stderr: true,
  });
  for (const stream of [worker.stdout, worker.stderr]) {
    createInterface({ input: stream }).on("line", options.onLogLine);
  }
  options.signal?.addEventListener("abort", () => void worker.terminate());
  const waiting = new Map<string, Waiting<Result>>();
  const ready = Promise.withResolvers<void>();

  worker.on("message", (message: Outcome<Result> | Ready) => {
    if ("ready" in message) return ready.resolve();
    const call = waiting.get(message.requestId);
    waiting.delete(message.requestId);
    if ("result" in message) call?.resolve(message.result);
    else call?.reject(new Error(message.failed));
  });
  const failAll = (error: Error) => {
    ready.reject(error);
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
  };
  worker.on("error", failAll);
  worker.on("exit", () => failAll(new Error("the function's worker has ended")));

  await ready.promise;
  return {
    invoke(requestId, event, clockAheadMs) {
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      waiting.set(requestId, { resolve, reject });
      worker.postMessage({ requestId, event, clockAheadMs } satisfies Invocation<Event>);
      return promise;
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
