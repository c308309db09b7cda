// A recording waits for room in the bucket as a whole: the server lets all of it in, or none.
import { itemAt } from "../paged-list.ts";
import { isForRoom } from "./is-for-room.ts";
import { firstIn, positionsIn } from "./segment-list.ts";
import { attemptsOf, type SegmentState } from "./segment-state.ts";
import {
  inState,
  mapRecordings,
  withSegments,
  type RecordingUpload,
  type UploadState,
} from "./upload-state.ts";

type Waiting = Extract<SegmentState, { readonly kind: "waiting" }>;

/** @returns nothing for a recording that waits for something else, or for nothing */
export function waitForRoomOf({ segments }: RecordingUpload): Waiting | undefined {
  const [first] = firstIn(segments, ["waiting"], 1);
  const state = first === undefined ? undefined : itemAt(segments, first)?.state;
  return state?.kind === "waiting" && isForRoom(state.wait.code) ? state : undefined;
}

/**
 * Segments that are recorded meanwhile join the wait. If each asked on its own once a minute, an hour of sound
 * would make 720 calls a minute.
 */
export function joinWaitForRoom(state: UploadState): UploadState {
  return mapRecordings(state, (recording) => {
    const waiting = waitForRoomOf(recording);
    if (waiting === undefined) return recording;
    return withSegments(recording, positionsIn(recording.segments, ["journaled"]), (upload) =>
      inState(upload, { ...waiting, failedAttempts: attemptsOf(upload.state) }),
    );
  });
}
