// Ids of recordings, in order.
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";

/** The later the index, the younger the recording. */
export function idOf(index: number): RecordingId {
  return makeRecordingId(1_795_392_000_000_000 + index, new Uint8Array(6));
}
