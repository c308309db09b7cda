// Gives a worker thread a wrong clock: it moves `Date` for one invocation and everything that it awaits.
// Libraries of the function read `Date` themselves, so a port would not reach them. It is for workers only: in
// the main thread it would move the clock of all other code.
import { AsyncLocalStorage } from "node:async_hooks";

const aheadMs = new AsyncLocalStorage<number>();
let isInstalled = false;

/** @param clockAheadMs - negative is behind; 0 leaves `Date` alone */
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
