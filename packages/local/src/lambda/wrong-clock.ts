// The wrong clock of a machine that is only a worker thread: `Date` is moved for one invocation and
// everything it awaits. Libraries that the function uses read `Date` themselves, so no port reaches
// them. Worker only: in the main thread it would move the clock of whatever else runs there.
import { AsyncLocalStorage } from "node:async_hooks";

const aheadMs = new AsyncLocalStorage<number>();
let isInstalled = false;

/** @param clockAheadMs - negative is behind; 0, the usual, leaves `Date` alone */
export function withClockAhead<Result>(clockAheadMs: number, run: () => Result): Result {
  if (clockAheadMs === 0) return run();
  install();
  return aheadMs.run(clockAheadMs, run);
}

function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  const trueNow = Date.now.bind(Date);
  const now = () => trueNow() + (aheadMs.getStore() ?? 0);
  globalThis.Date = new Proxy(Date, {
    construct: (target, args: unknown[], newTarget: NewableFunction) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    get: (target, name, receiver) =>
      name === "now" ? now : (Reflect.get(target, name, receiver) as unknown),
  });
}
