// The engine's snapshot for Solid; it follows the engine.
import { batch, createSignal, onCleanup } from "solid-js";
import type { Recorder, RecorderSnapshot } from "@tapedeck/recorder";

/**
 * Call it under a Solid owner. Who reads one value of it hears of no other: the elapsed time changes four times
 * a second, and the list of recordings only when one of them does.
 */
export function createRecorderStore(recorder: Recorder): RecorderSnapshot {
  const first = recorder.snapshot();
  const fields = Object.entries(first).map(([name, value]) => {
    const [read, write] = createSignal<unknown>(value);
    return { name, read, write };
  });
  const follow = () => {
    const next = new Map<string, unknown>(Object.entries(recorder.snapshot()));
    batch(() => {
      for (const { name, write } of fields) write(() => next.get(name));
    });
  };
  onCleanup(recorder.subscribe(follow));
  const getters = fields.map(({ name, read }) => [name, { get: read }] as const);
  return Object.defineProperties({ ...first }, Object.fromEntries(getters));
}
