// The engine as Solid sees it: a store that follows its snapshot.
import { batch, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Recorder } from "@tapedeck/recorder/recorder";
import type {
  RecorderSnapshot,
  RecordingSnapshot,
  SegmentSnapshot,
} from "@tapedeck/recorder/snapshot";

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
    recordings: followed.recordings.map(withId),
    segments: followed.segments.map(withId),
  });

  function follow(): void {
    const last = followed;
    followed = recorder.snapshot();
    const { recordings, segments, ...rest } = followed;
    batch(() => {
      setStore(rest);
      if (recordings !== last.recordings) {
        setStore("recordings", reconcile(recordings.map(withId), { key: "id" }));
      }
      if (segments !== last.segments) {
        setStore("segments", reconcile(segments.map(withId), { key: "id" }));
      }
    });
  }

  onCleanup(recorder.subscribe(follow));
  return store;
}

/** What {@link reconcile} tells rows apart by; and a copy, because it writes into what it is given. */
function withId<Row extends RecordingSnapshot | SegmentSnapshot>(row: Row): Row & { id: string } {
  const id = "sequence" in row ? `${row.recordingId}/${row.sequence}` : row.recordingId;
  return { ...row, id };
}
