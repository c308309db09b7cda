// Changes the segments that an answer is awaited for.
import { itemAt } from "../paged-list.ts";
import type { OfSegments, SegmentName } from "./event.ts";
import type { SegmentState } from "./segment-state.ts";
import {
  findRecording,
  positionOf,
  replaceRecording,
  withSegments,
  type SegmentUpload,
  type UploadState,
} from "./upload-state.ts";

/**
 * An answer that comes late or twice finds no segment that awaits it, and then changes nothing.
 *
 * @param of - the segments that the answer is about
 * @param also - what else the answer changes
 */
export function settle(
  state: UploadState,
  of: OfSegments | SegmentName,
  awaiting: SegmentState["kind"],
  change: (upload: SegmentUpload) => SegmentUpload,
  also?: Partial<UploadState>,
): UploadState {
  const recording = findRecording(state, of.recordingId);
  if (recording === undefined) return state;
  const positions = ("sequences" in of ? of.sequences : [of.sequence])
    .map((sequence) => positionOf(recording, sequence))
    .filter((position) => itemAt(recording.segments, position)?.state.kind === awaiting);
  if (positions.length === 0) return state;
  return { ...replaceRecording(state, withSegments(recording, positions, change)), ...also };
}
