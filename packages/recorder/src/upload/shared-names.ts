// Names that the tabs of one browser share. Tabs of the release before use them too: they never change.
import type { RecordingId } from "@tapedeck/core/ids";

/** The lock of the one who uploads for a person: a tab, or the service worker while there is no tab. */
export function uploaderLock(owner: string): string {
  return `tapedeck-uploader-${owner}`;
}

/** The channel on which the tabs of a person, and their service worker, hear of each other. */
export function uploadsChannel(owner: string): string {
  return `tapedeck-${owner}`;
}

/**
 * The lock of the tab that records, from before anything is stored. While it is held, no tab takes the
 * recording for one that a crash cut off.
 */
export function recordingLock(recordingId: RecordingId): string {
  return `tapedeck-recording-${recordingId}`;
}
