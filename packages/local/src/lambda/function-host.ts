// Runs a Lambda as Lambda does: an instance handles one call at a time, and more are started while calls
// wait. Beyond the most instances a call waits for the next free one, or is refused, as Lambda refuses it where
// instances are reserved.
import {
  startFunctionInstance,
  type FunctionInstance,
  type FunctionInstanceOptions,
} from "./function-instance.ts";

export interface FunctionHost<Event, Result> extends AsyncDisposable {
  /**
   * @param clockAheadMs - of the function while it handles this event; negative is behind
   * @throws {NoInstanceError} every instance has a call, and the host refuses further ones
   * @throws {TimedOutError} the call took too long
   * @throws {Error} the handler threw, or the worker died: Lambda answers 502
   */
  invoke(requestId: string, event: Event, clockAheadMs: number): Promise<Result>;
}

export interface FunctionHostOptions extends FunctionInstanceOptions {
  /** Most instances at once. */
  readonly concurrency: number;
  /**
   * Whether calls beyond them are refused. Default: they wait, because a laptop has fewer instances than Lambda
   * gives without a reservation.
   */
  readonly isReserved?: boolean;
}

/** Lambda has no instance for the call. */
export class NoInstanceError extends Error {
  constructor(concurrency: number) {
    super(`the function may have ${concurrency} instances at once`);
    this.name = "NoInstanceError";
  }
}

interface Call<Event, Result> extends PromiseWithResolvers<Result> {
  readonly requestId: string;
  readonly event: Event;
  readonly clockAheadMs: number;
}

/**
 * How long a call waits before another instance is started for it. To start one takes most of a core for
 * half a second; Lambda does not wait at all.
 */
const PATIENCE_MS = 250;

/** Resolves when the first instance is loaded and its configuration accepted. */
export async function startFunctionHost<Event, Result>(
  options: FunctionHostOptions,
): Promise<FunctionHost<Event, Result>> {
  const { concurrency, isReserved = false, signal } = options;
  const ending = new AbortController();
  const signals = signal === undefined ? [ending.signal] : [ending.signal, signal];
  const anySignal = AbortSignal.any(signals);
  const instances = new Set<FunctionInstance<Event, Result>>();
  const idle: FunctionInstance<Event, Result>[] = [];
  const waiting: Call<Event, Result>[] = [];
  /** Calls without an answer, those that wait for their instance included. */
  let callCount = 0;
  let isStarting = false;
  let patience: NodeJS.Timeout | undefined;

  async function start(): Promise<void> {
    isStarting = true;
    try {
      const instance = await startFunctionInstance<Event, Result>({
        ...options,
        signal: anySignal,
      });
      instances.add(instance);
      idle.push(instance);
    } finally {
      isStarting = false;
    }
  }

  /** One after the other, so that a burst does not take every core of a laptop. */
  function startAnother(): void {
    if (isStarting || anySignal.aborted || instances.size >= concurrency) return;
    start()
      .catch((thrown: Error) => {
        // Running instances answer the call in its place.
        if (instances.size === 0) waiting.shift()?.reject(thrown);
      })
      .finally(giveOut);
  }

  function giveOut(): void {
    while (waiting.length > 0) {
      const instance = nextIdle();
      if (instance === undefined) break;
      const call = waiting.shift();
      if (call !== undefined) void handle(call, instance);
    }
    if (waiting.length === 0) {
      clearTimeout(patience);
      patience = undefined;
    } else if (instances.size === 0) {
      startAnother();
    } else {
      patience ??= setTimeout(() => {
        patience = undefined;
        startAnother();
      }, PATIENCE_MS);
    }
  }

  function nextIdle(): FunctionInstance<Event, Result> | undefined {
    for (;;) {
      const instance = idle.shift();
      if (instance?.hasEnded !== true) return instance;
      instances.delete(instance);
    }
  }

  async function handle(
    { requestId, event, clockAheadMs, resolve, reject }: Call<Event, Result>,
    instance: FunctionInstance<Event, Result>,
  ): Promise<void> {
    await instance.invoke(requestId, event, clockAheadMs).then(resolve, reject);
    if (instance.hasEnded) instances.delete(instance);
    else idle.unshift(instance);
    giveOut();
  }

  await start();
  return {
    async invoke(requestId, event, clockAheadMs) {
      if (isReserved && callCount >= concurrency) throw new NoInstanceError(concurrency);
      const call = { requestId, event, clockAheadMs, ...Promise.withResolvers<Result>() };
      callCount += 1;
      waiting.push(call);
      giveOut();
      try {
        return await call.promise;
      } finally {
        callCount -= 1;
      }
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(patience);
      ending.abort();
      const error = new Error("the function's host has ended");
      for (const call of waiting.splice(0)) call.reject(error);
      await Promise.all([...instances].map((instance) => instance[Symbol.asyncDispose]()));
    },
  };
}
