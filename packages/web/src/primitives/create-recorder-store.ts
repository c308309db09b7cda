// The engine as Solid sees it: a store that follows its snapshot.
import { createStore, reconcile } from "solid-js/store";
import { onCleanup } from "solid-js";
import type { Recorder } from "@tapedeck/recorder/recorder";
import type { RecorderSnapshot } from "@tapedeck/recorder/snapshot";

/** Rows that did not change keep their elements: a list of 720 segments must not be drawn anew. */
export function createRecorderStore(recorder: Recorder): RecorderSnapshot {
  const shown = () => {
    const { recordings, segments, rescued, ...rest } = recorder.snapshot();
    return {
      ...rest,
      recordings: recordings.map((r) => ({ ...r, id: r.recordingId })),
      segments: segments.map((s) => ({ ...s, id: `${s.recordingId}/${s.sequence}` })),
      rescued: rescued.map((r) => ({ ...r, id: r.recordingId })),
    };
  };
  const [store, setStore] = createStore(shown());
  onCleanup(recorder.subscribe(() => setStore(reconcile(shown(), { key: "id" }))));
  return store;
}
