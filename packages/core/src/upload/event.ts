// Everything that can happen to uploads, in the past tense.
import type { Grant, RefusedUpload, SegmentVerdict } from "../contract.ts";
import type { AppError } from "../errors.ts";
import type { RecordingId } from "../ids.ts";
import type { RecordingRecord, SegmentRecord } from "./records.ts";
import type { ServerTime } from "./unsure-gaps.ts";
import type { WakeCause } from "./waits.ts";

/** A grant, with the user type under which the server signed it, where it tells that. */
export type HintedGrant = Grant & { readonly userType?: string };

/** One segment, or all of them. */
export interface SegmentName {
  readonly recordingId: RecordingId;
  readonly sequence: number;
}

interface OfRecording {
  readonly recordingId: RecordingId;
}

export interface OfSegments extends OfRecording {
  readonly sequences: readonly number[];
}

export type UploadEvent =
  /**
   * The records of a recording were read from the device, or will be there once its disk has room.
   *
   * @property segments - all of them, or those that are new
   */
  | {
      readonly kind: "records-read";
      readonly record: RecordingRecord;
      readonly segments: readonly SegmentRecord[];
      readonly isSaved: boolean;
    }
  /**
   * @property verdicts - on the segments that the request asked about; empty: S3 could not be asked
   * @property told - the report that the request carried
   * @property usableUntilMs - ms since 1970, by this device's clock
   */
  | (OfSegments & {
      readonly kind: "granted";
      readonly grants: readonly HintedGrant[];
      readonly asked: readonly number[];
      readonly verdicts: readonly SegmentVerdict[];
      readonly told: RefusedUpload | undefined;
      readonly usableUntilMs: number;
      readonly isServerOlder: boolean;
    })
  | (OfSegments & {
      readonly kind: "grants-failed";
      readonly asked: readonly number[];
      readonly error: AppError;
    })
  /** S3 answered 200; or the device has no file of it, so that only S3 can have it. */
  | (SegmentName & { readonly kind: "put-ended"; readonly hasFile: boolean })
  /** @property hasMoved - the browser had sent some of it */
  | (SegmentName & {
      readonly kind: "put-failed";
      readonly error: AppError;
      readonly hasMoved: boolean;
    })
  /** Its bytes were read anew; `undefined`: the device has no file of it. */
  | (SegmentName & {
      readonly kind: "hashed";
      readonly found: Pick<SegmentRecord, "sampleCount" | "sizeBytes" | "sha256"> | undefined;
    })
  | (SegmentName & { readonly kind: "hash-failed"; readonly error: AppError })
  | (OfSegments & {
      readonly kind: "verdicts-given";
      readonly verdicts: readonly SegmentVerdict[];
      readonly userType: string | undefined;
      readonly isServerOlder: boolean;
    })
  | (OfSegments & { readonly kind: "verify-failed"; readonly error: AppError })
  | (OfRecording & { readonly kind: "sealed"; readonly isServerOlder: boolean })
  | (OfRecording & { readonly kind: "seal-failed"; readonly error: AppError })
  /** @property timer - its number: the waits that it was started for are over */
  | { readonly kind: "timer-rang"; readonly timer: number }
  /** What waits for this cause may go on. */
  | { readonly kind: "woken"; readonly cause: WakeCause }
  /** A person asks to try again: all attempts are given back. Without a name, everything. */
  | { readonly kind: "retried"; readonly segment: SegmentName | undefined }
  | { readonly kind: "server-time-told"; readonly time: ServerTime }
  | ({ readonly kind: "saved" } & SaveOutcome);

/** What of a `save` command the device has carried out. */
export interface SaveOutcome {
  readonly segments: readonly SegmentRecord[];
  readonly removedFiles: readonly SegmentRecord[];
  readonly recordings: readonly RecordingRecord[];
  readonly forgotten: readonly RecordingId[];
  /** Something of it failed; it is tried again later. */
  readonly isFailed: boolean;
}
