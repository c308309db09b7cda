// A Solid store of the recordings on this device, so that a row hears only of its own.
import { createComputed } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { RecorderSnapshot, RecordingSnapshot } from "@tapedeck/recorder";

/**
 * An unchanged recording stays the same object. With each segment that arrives, the engine gives a new list; a
 * library of thousands is not compared for it.
 */
export function createDeviceRecordings(
  snapshot: Pick<RecorderSnapshot, "recordings">,
): readonly RecordingSnapshot[] {
  const [recordings, setRecordings] = createStore<readonly RecordingSnapshot[]>([]);
  createComputed(() => {
    setRecordings(reconcile(snapshot.recordings.map(copyOf), { key: "recordingId" }));
  });
  return recordings;
}

/** A copy, because {@link reconcile} writes into its argument. */
function copyOf(recording: RecordingSnapshot): RecordingSnapshot {
  return { ...recording };
}
