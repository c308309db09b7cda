// What starts on this device: hashes and PUTs, oldest first.
import type { UploadCommand } from "./command.ts";
import type { StorageKind } from "./records.ts";
import { firstIn, positionsIn } from "./segment-list.ts";
import { attemptsOf, type SegmentState } from "./segment-state.ts";
import type { Step } from "./step.ts";
import {
  inState,
  mapRecordings,
  withSegments,
  type SegmentUpload,
  type UploadState,
} from "./upload-state.ts";

/**
 * PUTs at a time. S3 speaks HTTP/1.1, over which browsers open six connections to a host: four
 * drain a backlog about as fast as an uplink can, and leave two for playing back.
 */
export const MAX_PUTS = 4;

export function startHashing(state: UploadState, step: Step): UploadState {
  return startEach(state, step, "unhashed", "hashing", ({ record: segment }, storage) => ({
    kind: "hash",
    segment,
    storage,
  }));
}

export function startPuts(state: UploadState, step: Step): UploadState {
  return startEach(state, step, "granted", "uploading", (upload, storage) => {
    if (!isUsable(upload.state, step)) return undefined;
    return { kind: "put", segment: upload.record, storage, grant: upload.state.grant };
  });
}

export function isUsable(
  state: SegmentState,
  { nowMs }: Pick<Step, "nowMs">,
): state is Extract<SegmentState, { readonly kind: "granted" }> {
  return state.kind === "granted" && nowMs < state.usableUntilMs;
}

/** @param commandOf - `undefined`: the segment cannot start now */
function startEach(
  state: UploadState,
  { commands }: Step,
  from: "unhashed" | "granted",
  to: "hashing" | "uploading",
  commandOf: (upload: SegmentUpload, storage: StorageKind) => UploadCommand | undefined,
): UploadState {
  let room = MAX_PUTS;
  for (const { segments } of state.recordings) room -= [...positionsIn(segments, [to])].length;
  return mapRecordings(state, (recording) => {
    const { segments, record } = recording;
    const startOf = (upload: SegmentUpload) => commandOf(upload, record.storage);
    const ready = firstIn(segments, [from], room, (upload) => startOf(upload) !== undefined);
    room -= ready.length;
    return withSegments(recording, ready, (upload) => {
      const command = startOf(upload);
      if (command === undefined) return upload;
      commands.push(command);
      return inState(upload, { kind: to, failedAttempts: attemptsOf(upload.state) });
    });
  });
}
