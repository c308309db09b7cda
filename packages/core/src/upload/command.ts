// What the reducer wants done. The runner carries commands out and reports each as an event; it decides
// nothing.
import type { Grant, RefusedUpload } from "../contract.ts";
import type { RecordingId } from "../ids.ts";
import type { RecordingRecord, SegmentRecord, StorageKind } from "./records.ts";

export type UploadCommand =
  /** Ask for grants, and for verdicts on what is uploaded. */
  | {
      readonly kind: "request-grants";
      readonly recordingId: RecordingId;
      readonly segments: readonly SegmentRecord[];
      readonly verify: readonly SegmentRecord[];
      readonly userType: string | undefined;
      readonly refused: RefusedUpload | undefined;
      readonly isServerOlder: boolean;
    }
  /** Read the segment's file and PUT it. */
  | {
      readonly kind: "put";
      readonly segment: SegmentRecord;
      readonly storage: StorageKind;
      readonly grant: Grant;
    }
  /** Read the segment's file and hash it anew. */
  | { readonly kind: "hash"; readonly segment: SegmentRecord; readonly storage: StorageKind }
  | {
      readonly kind: "verify";
      readonly recordingId: RecordingId;
      readonly segments: readonly SegmentRecord[];
      readonly userType: string | undefined;
      readonly isServerOlder: boolean;
    }
  /** Ask for the manifest. @property segments - all of the recording, in order */
  | {
      readonly kind: "seal";
      readonly record: RecordingRecord;
      readonly segments: readonly SegmentRecord[];
      readonly userType: string | undefined;
      readonly isServerOlder: boolean;
    }
  /** @property timer - its number, by which it is told that it rang */
  | { readonly kind: "start-timer"; readonly inMs: number; readonly timer: number }
  | SaveCommand
  /** Records have changed, also those that the device has no room for yet. */
  | {
      readonly kind: "tell";
      readonly recordingId: RecordingId;
      readonly sequences: readonly number[];
    };

/**
 * Make the device remember and forget. Each list is tried on its own, in this order: a full disk takes no
 * record, but has room for it once sound is gone.
 */
export interface SaveCommand {
  readonly kind: "save";
  readonly segments: readonly SegmentRecord[];
  readonly removeFiles: readonly {
    readonly segment: SegmentRecord;
    readonly storage: StorageKind;
  }[];
  readonly recordings: readonly RecordingRecord[];
  readonly forget: readonly RecordingRecord[];
}
