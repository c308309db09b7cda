// The segments of one recording as Solid sees them: a store that follows the engine.
import { batch, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Recorder, SegmentSnapshot } from "@tapedeck/recorder";

/**
 * In order. A row that did not change keeps its element: a list of 720 segments must not be drawn anew, nor
 * compared field by field. The engine gives the same object for a segment that is the same.
 */
export function createSegmentRows(
  recorder: Pick<Recorder, "segments" | "subscribe">,
  recordingId: SegmentSnapshot["recordingId"],
): readonly SegmentSnapshot[] {
  let followed = recorder.segments(recordingId);
  const [rows, setRows] = createStore(followed.map((segment) => ({ ...segment })));

  function follow(): void {
    const last = followed;
    followed = recorder.segments(recordingId);
    if (followed === last) return;
    batch(() => {
      if (isInPlace(last, followed)) {
        followed.forEach((segment, index) => {
          if (segment !== last[index]) setRows(index, { ...segment });
        });
      } else {
        setRows(
          reconcile(
            followed.map((segment) => ({ ...segment })),
            { key: "sequence" },
          ),
        );
      }
    });
  }

  onCleanup(recorder.subscribe(follow));
  return rows;
}

/** Whether rows have only changed, or come behind the last. */
function isInPlace(last: readonly SegmentSnapshot[], next: readonly SegmentSnapshot[]): boolean {
  return last.at(-1)?.sequence === next[last.length - 1]?.sequence;
}
