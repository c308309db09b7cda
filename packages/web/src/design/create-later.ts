// Code that comes beside the page. Where it does not come, it is asked for again when the network is back.
import { createSignal, onCleanup, type Accessor } from "solid-js";

export interface LaterCode<Part> {
  readonly part: Accessor<Part | undefined>;
  /** It was asked for, and did not come. */
  readonly isMissing: Accessor<boolean>;
}

/** @param load - `undefined`, or a rejection: it did not come */
export function createLater<Part>(load: () => Promise<Part | undefined>): LaterCode<Part> {
  const [part, setPart] = createSignal<Part>();
  const [isMissing, setMissing] = createSignal(false);
  const take = (come?: Part) => {
    // Two may have been under way: what has come stays.
    if (part() !== undefined) return;
    setPart(() => come);
    setMissing(come === undefined);
  };
  const ask = () => {
    if (part() === undefined) load().then(take, () => take());
  };
  ask();
  addEventListener("online", ask);
  onCleanup(() => removeEventListener("online", ask));
  return { part, isMissing };
}
