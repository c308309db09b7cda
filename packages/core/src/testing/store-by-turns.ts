// A bucket on which a test decides at each call what happens around it.
import type { ObjectStore } from "../ports.ts";

/**
 * @param turn - gets the number of the call, from 0 on, and carries the call out when and if it wants;
 *   `keys` are those of `deleteAll`
 */
export function storeByTurns(
  store: ObjectStore,
  turn: <Result>(
    call: number,
    method: () => Promise<Result>,
    keys?: readonly string[],
  ) => Promise<Result>,
): ObjectStore {
  let calls = 0;
  return {
    head: (...args) => turn(calls++, () => store.head(...args)),
    readJson: (...args) => turn(calls++, () => store.readJson(...args)),
    putJsonIfAbsent: (...args) => turn(calls++, () => store.putJsonIfAbsent(...args)),
    replaceJson: (...args) => turn(calls++, () => store.replaceJson(...args)),
    list: (...args) => turn(calls++, () => store.list(...args)),
    holdsAny: (...args) => turn(calls++, () => store.holdsAny(...args)),
    deleteAll: (keys) => turn(calls++, () => store.deleteAll(keys), keys),
  };
}

/** A store on which `between` runs as a whole just before the call of that number. */
export function interruptedStore(
  store: ObjectStore,
  at: number,
  between: () => Promise<unknown>,
): { readonly store: ObjectStore; readonly wasInterrupted: () => boolean } {
  let wasInterrupted = false;
  const racing = storeByTurns(store, async (call, method) => {
    if (call === at) {
      wasInterrupted = true;
      await between();
    }
    return method();
  });
  return { store: racing, wasInterrupted: () => wasInterrupted };
}
