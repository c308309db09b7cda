// The name under which the player shows a recording.
import { isRecordingId, recordingStartedAtMicros } from "@tapedeck/core/ids";
import { dateFormat } from "../text/intl.ts";

/** `23 Nov, 09:15` */
const start = dateFormat({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

export function shownTitle(recordingId: string, title: string | undefined): string {
  if (title !== undefined) return title;
  return isRecordingId(recordingId)
    ? start(recordingStartedAtMicros(recordingId) / 1000)
    : recordingId;
}
