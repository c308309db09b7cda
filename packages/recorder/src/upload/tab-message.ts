// What the tabs of one person on one device say to each other: that records have changed, how far a PUT is,
// and what a person asks for. Nothing here is a copy of upload state: the records are read by every tab.
// Tabs of other releases may listen: a message of an unknown kind is left alone.
import type { RecordingId } from "@tapedeck/core/ids";
import type { SegmentName } from "@tapedeck/core/upload/event";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import type { WakeCause } from "@tapedeck/core/upload/waits";
import type { OldTabMessage } from "./old-tabs.ts";

export type TabMessage =
  /**
   * Records of this recording are new, have changed, or are gone.
   *
   * @property sequences - of its segments; the recording's own record is always to be read
   */
  | {
      readonly kind: "recording-changed";
      readonly recordingId: RecordingId;
      readonly sequences: readonly number[];
    }
  /** Of a PUT that is under way. It is stored nowhere. */
  | ({ readonly kind: "progress"; readonly sentBytes: number } & SegmentName)
  /** To the leader: a person asks, or there is a reason to try again. */
  | { readonly kind: "retry"; readonly segment: SegmentName | undefined }
  | { readonly kind: "wake"; readonly cause: WakeCause }
  /** To the service worker, which uploads only while no tab does: one is here. */
  | { readonly kind: "opened" }
  /** To the tab that records: what an answer of the server told. */
  | { readonly kind: "server-time"; readonly time: ServerTime }
  | OldTabMessage;
