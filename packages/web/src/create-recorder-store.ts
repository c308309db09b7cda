// A Solid store of the engine's snapshot; it follows the engine.
import { batch, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Recorder, RecorderSnapshot, RecordingSnapshot } from "@tapedeck/recorder";

/** Solid can only set writable fields. */
type Shown = { -readonly [Name in keyof RecorderSnapshot]: RecorderSnapshot[Name] };

/**
 * Unchanged recordings keep their elements. The list is not even compared when only the elapsed time has
 * changed, which happens many times a second.
 */
export function createRecorderStore(recorder: Recorder): RecorderSnapshot {
  let followed = recorder.snapshot();
  const [store, setStore] = createStore<Shown>({
    ...followed,
    recordings: followed.recordings.map(copyOf),
  });

  function follow(): void {
    const last = followed;
    followed = recorder.snapshot();
    const { recordings, ...rest } = followed;
    batch(() => {
      setStore(rest);
      if (recordings !== last.recordings) {
        setStore("recordings", reconcile(recordings.map(copyOf), { key: "recordingId" }));
      }
    });
  }

  onCleanup(recorder.subscribe(follow));
  return store;
}

/** A copy, because {@link reconcile} writes into its argument. */
function copyOf(recording: RecordingSnapshot): RecordingSnapshot {
  return { ...recording };
}
