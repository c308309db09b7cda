// Whether uploading has come to its end, for a service worker that may go then.
import type { RecordingId } from "../ids.ts";
import { itemAt } from "../paged-list.ts";
import { OPEN_KINDS, positionsIn } from "./segment-list.ts";
import type { RecordingUpload, UploadState } from "./upload-state.ts";

/**
 * - `under-way`: something moves, or waits for more than this device.
 * - `device`: what is left cannot be read from or written to this device just now.
 * - `done`: all is sealed, or only a person can free it.
 *
 * @param unread - recordings that could not be read from the device
 */
export function outlookOf(
  { recordings, saving }: UploadState,
  unread: ReadonlySet<RecordingId>,
): "under-way" | "device" | "done" {
  if (saving.kind === "busy") return "under-way";
  const outlooks = recordings
    .filter(({ record }) => !unread.has(record.recordingId))
    .map((recording) => outlookOfRecording(recording, saving.kind === "failed"));
  if (outlooks.includes("under-way")) return "under-way";
  return unread.size > 0 || outlooks.includes("device") ? "device" : "done";
}

function outlookOfRecording(
  { record, saved, segments }: RecordingUpload,
  hasSaveFailed: boolean,
): "under-way" | "device" | "done" {
  if (record.state === "sealed") {
    if (record === saved) return "done";
    return hasSaveFailed ? "device" : "under-way";
  }
  if (typeof record.state !== "string") return "done";
  let outlook: "under-way" | "device" | "done" = "under-way";
  for (const position of positionsIn(segments, OPEN_KINDS)) {
    const state = itemAt(segments, position)?.state;
    if (state?.kind === "waiting" && state.wait.code === "STORAGE_FAILED") outlook = "device";
    else if (state?.kind !== "stuck") return "under-way";
    else if (outlook === "under-way") outlook = "done";
  }
  return outlook;
}
