// The name under which the player shows a recording.
import { isRecordingId } from "@tapedeck/core/ids";
import { formatStart } from "../text/format.ts";

export function shownTitle(recordingId: string, title: string | undefined): string {
  return title ?? (isRecordingId(recordingId) ? formatStart(recordingId) : recordingId);
}
