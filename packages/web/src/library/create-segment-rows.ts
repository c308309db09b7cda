// A Solid store of one recording's segments; it follows the engine.
import { batch, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Recorder, SegmentSnapshot } from "@tapedeck/recorder";

/**
 * Rows are in recording order. An unchanged row keeps its element, because redrawing or comparing a list of
 * 720 segments is slow. The engine returns the same object for an unchanged segment.
 */
export function createSegmentRows(
  recorder: Pick<Recorder, "segments" | "subscribe">,
  recordingId: SegmentSnapshot["recordingId"],
): readonly SegmentSnapshot[] {
  let followed = recorder.segments(recordingId);
  const [rows, setRows] = createStore(followed.map(copyOf));

  function follow(): void {
    const last = followed;
    followed = recorder.segments(recordingId);
    if (followed === last) return;
    batch(() => {
      if (isInPlace(last, followed)) {
        followed.forEach((segment, index) => {
          if (segment !== last[index]) setRows(index, copyOf(segment));
        });
      } else {
        setRows(reconcile(followed.map(copyOf), { key: "sequence" }));
      }
    });
  }

  onCleanup(recorder.subscribe(follow));
  return rows;
}

/** Solid writes into the rows of a store. */
const copyOf = (segment: SegmentSnapshot): SegmentSnapshot => ({ ...segment });

/** Whether existing rows keep their place, so that rows only changed or were appended. */
function isInPlace(last: readonly SegmentSnapshot[], next: readonly SegmentSnapshot[]): boolean {
  return last.at(-1)?.sequence === next[last.length - 1]?.sequence;
}
