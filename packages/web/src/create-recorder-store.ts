// The engine as Solid sees it: a store that follows its snapshot.
import { batch, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Recorder, RecorderSnapshot, RecordingSnapshot } from "@tapedeck/recorder";

/** To Solid, what is readonly cannot be set. */
type Shown = { -readonly [Name in keyof RecorderSnapshot]: RecorderSnapshot[Name] };

/**
 * Rows that did not change keep their elements: a list of 720 segments must not be drawn anew. Nor
 * is it compared when only the elapsed time has changed, which it does many times a second.
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

/** A copy, because {@link reconcile} writes into what it is given. */
function copyOf(recording: RecordingSnapshot): RecordingSnapshot {
  return { ...recording };
}
