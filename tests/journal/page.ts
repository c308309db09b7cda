// The lab's page: runs steps in the window or in its worker, as the test asks.
import type { StepMessage, StepRequest } from "./step-messages.ts";
import { steps, type Steps } from "./steps.ts";

declare global {
  var lab: {
    readonly inWindow: Steps;
    /** Its first step starts the worker. */
    readonly inWorker: Steps;
    /** As if the tab crashed: no code of the worker runs any more. The next step starts another. */
    killWorker(): void;
    /** Resolves when the worker says that it has appended as much. */
    hasAppended(count: number): Promise<void>;
    /** The worker's last message. */
    appendedCount: number;
  };
}

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, PromiseWithResolvers<unknown>>();
let onAppended = () => {};

function startWorker(): Worker {
  const started = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  started.onmessage = ({ data }: MessageEvent<StepMessage>) => {
    if (data.kind === "appended") {
      globalThis.lab.appendedCount = data.count;
      onAppended();
      return;
    }
    const answer = waiting.get(data.id);
    if (data.kind === "done") answer?.resolve(data.result);
    else answer?.reject(new Error(data.message));
  };
  started.onerror = ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(`the worker broke: ${message}`));
  };
  return started;
}

function ask(name: string, args: readonly unknown[]): Promise<unknown> {
  worker ??= startWorker();
  const answer = Promise.withResolvers<unknown>();
  lastId += 1;
  waiting.set(lastId, answer);
  worker.postMessage({ id: lastId, name, args } satisfies StepRequest);
  return answer.promise;
}

globalThis.lab = {
  inWindow: steps,
  inWorker: new Proxy(steps, {
    get:
      (_steps, name) =>
      (...args: unknown[]) =>
        ask(String(name), args),
  }),
  killWorker: () => {
    worker?.terminate();
    worker = undefined;
  },
  hasAppended: (count) =>
    new Promise((resolve) => {
      onAppended = () => {
        if (globalThis.lab.appendedCount >= count) resolve();
      };
      onAppended();
    }),
  appendedCount: 0,
};
