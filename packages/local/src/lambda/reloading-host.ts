// A function that is loaded anew when its sources change, for development. A deploy on AWS does the
// same: calls that have begun end on the old instance, later ones begin on the new.
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { startFunctionHost, type FunctionHost, type FunctionHostOptions } from "./function-host.ts";
import { watchSources } from "./watch-sources.ts";

/** The sources of the functions. Their tests and this package are not among them. */
const SOURCES = ["../../../core/src", "../../../functions/src"].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

interface Instance<Event, Result> {
  readonly host: FunctionHost<Event, Result>;
  readonly calls: Set<Promise<Result>>;
}

/**
 * Reports each reload, and each failed one, in one line through `onLogLine`.
 *
 * @param sources - folders to watch; those of the functions by default
 */
export async function startReloadingHost<Event, Result>(
  options: FunctionHostOptions,
  sources: readonly string[] = SOURCES,
): Promise<FunctionHost<Event, Result>> {
  const name = basename(options.instance.pathname, ".ts");
  const ending = new AbortController();
  const start = async (): Promise<Instance<Event, Result>> => ({
    host: await startFunctionHost({ ...options, signal: ending.signal }),
    calls: new Set(),
  });
  let current = await start();
  let reloading = Promise.resolve();
  let isReloadDue = false;

  async function reload(): Promise<void> {
    isReloadDue = false;
    if (ending.signal.aborted) return;
    const sinceMs = performance.now();
    try {
      const next = await start();
      void end(current);
      current = next;
      options.onLogLine(`${name} reloaded in ${Math.round(performance.now() - sinceMs)} ms`);
    } catch (thrown) {
      if (ending.signal.aborted) return;
      options.onLogLine(`${name} not reloaded, the one before goes on: ${inOneLine(thrown)}`);
    }
  }

  const watching = watchSources(sources, () => {
    // A change while one is loading may have come too late for it; changes that wait share one reload.
    if (isReloadDue) return;
    isReloadDue = true;
    reloading = reloading.then(reload);
  });

  return {
    invoke(requestId, event, clockAheadMs) {
      const { host, calls } = current;
      const call = host.invoke(requestId, event, clockAheadMs);
      calls.add(call);
      const forget = () => calls.delete(call);
      call.then(forget, forget);
      return call;
    },
    async [Symbol.asyncDispose]() {
      watching[Symbol.dispose]();
      // A worker that a debugger holds would never end by itself.
      ending.abort();
      await reloading;
      await current.host[Symbol.asyncDispose]();
    },
  };
}

/** Ends an instance after the calls that it has begun. */
async function end({ host, calls }: Instance<unknown, unknown>): Promise<void> {
  await Promise.allSettled(calls);
  await host[Symbol.asyncDispose]();
}

/** For a file that cannot be parsed, the place of the fault stands only before the stack. */
function inOneLine(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const place = /(?:file:\/\/)?([^\s(]+\.ts:\d+)/.exec(thrown.stack ?? "")?.[1];
  const sentence = `${thrown.name}: ${thrown.message.trim()}`;
  return (place === undefined ? sentence : `${sentence} (${place})`).replaceAll(/\s+/g, " ");
}
