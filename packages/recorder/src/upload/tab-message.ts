// What the tabs of one person on one device say to each other. Versions of the app may meet here:
// a message of an unknown kind is left alone.
import type { RecordingRecord, SegmentRecord } from "../journal/journal-records.ts";
import type { ServerTime } from "../unsure-gaps.ts";
import type { SegmentRef, UploadViews } from "./views.ts";
import type { WakeCause } from "./waits.ts";

/** A recording that its recorder could not finish, as it was saved. */
export interface RescuedRecording {
  readonly recordingId: RecordingRecord["recordingId"];
  /** In samples at 48 kHz. */
  readonly sampleCount: number;
}

export type TabMessage =
  /** To the leader: a tab holds the lock of this recording, and has stored nothing of it yet. */
  | { readonly kind: "began"; readonly recordingId: RecordingRecord["recordingId"] }
  /** To the leader: these records are durable now. */
  | {
      readonly kind: "journaled";
      readonly recording: RecordingRecord;
      readonly segments: readonly SegmentRecord[];
    }
  /** To the leader: a person asks, or there is a reason to try again. */
  | { readonly kind: "retry"; readonly segment: SegmentRef | undefined }
  | { readonly kind: "wake"; readonly cause: WakeCause }
  /** To the service worker, which uploads only while no tab does: one is here. */
  | { readonly kind: "opened" }
  /** To the tab that records: what an answer told. */
  | { readonly kind: "server-time"; readonly time: ServerTime }
  /** From the leader. */
  | { readonly kind: "changed"; readonly views: UploadViews }
  | { readonly kind: "rescued"; readonly recording: RescuedRecording };
