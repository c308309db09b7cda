// The engine's snapshot for Solid; it follows the engine.
import { createMemo, createSignal, onCleanup } from "solid-js";
import type { Recorder, RecorderSnapshot } from "@tapedeck/recorder";

/**
 * Call it under a Solid owner. Who reads one value of it hears of no other: the elapsed time changes four times
 * a second, and the list of recordings only when one of them does.
 */
export function createRecorderStore(recorder: Recorder): RecorderSnapshot {
  const first = recorder.snapshot();
  const [snapshot, setSnapshot] = createSignal(first);
  onCleanup(recorder.subscribe(() => setSnapshot(recorder.snapshot())));
  const getters = Object.keys(first).map((name) => {
    const value = createMemo<unknown>(() => Reflect.get(snapshot(), name));
    return [name, { get: value }] as const;
  });
  return Object.defineProperties({ ...first }, Object.fromEntries(getters));
}
