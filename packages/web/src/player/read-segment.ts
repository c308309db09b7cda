// Reads a segment of a sealed recording from the bucket.
import { toAppError } from "@tapedeck/core/errors";
import { readObject } from "./read-object.ts";
import type { SegmentIndex } from "./segment-index.ts";

/**
 * After a refusal, the next try asks for a new URL.
 *
 * @throws {AppError} RECORDING_DELETED – the recording is gone, and the segment with it
 * @throws {AppError} as {@link readObject} and `recordings.get`
 */
export async function readSegmentAt(
  index: Pick<SegmentIndex, "segment" | "forget">,
  place: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readObject((await index.segment(place, signal)).url, signal);
  } catch (thrown) {
    const { code } = toAppError(thrown);
    if (code === "GRANT_EXPIRED" || code === "SEGMENT_MISSING") index.forget(place);
    // The API knows why it is missing.
    if (code === "SEGMENT_MISSING") await index.segment(place, signal);
    throw thrown;
  }
}
