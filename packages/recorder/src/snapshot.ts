// What the engine tells its host: plain data, replaced as a whole whenever something changes.
import type { AppError, ErrorCode } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";

/** Where one segment stands on its way to the bucket. */
export type SegmentStatus =
  | { readonly kind: "recorded" }
  | { readonly kind: "uploading"; readonly sentBytes: number }
  /** Will be tried again by itself at `retryAtMs` (epoch), because of `code`. */
  | { readonly kind: "waiting"; readonly retryAtMs: number; readonly code: ErrorCode }
  | { readonly kind: "uploaded" }
  /** Gave up: only `retry()` starts it again. */
  | { readonly kind: "failed"; readonly code: ErrorCode };

/** One segment as a list shows it. */
export interface SegmentSnapshot {
  readonly recordingId: RecordingId;
  readonly sequence: number;
  readonly startSample: number;
  readonly sampleCount: number;
  readonly sizeBytes: number;
  readonly status: SegmentStatus;
}

export type RecorderState = "idle" | "starting" | "recording" | "paused" | "stopping";

/** Everything a host can show. */
export interface RecorderSnapshot {
  readonly state: RecorderState;
  /** Of the running recording, or of the last one. */
  readonly recordingId: RecordingId | undefined;
  /** Sound recorded so far in the running or last recording, pauses left out. */
  readonly elapsedMs: number;
  /** Sound that an overloaded machine dropped before it could be recorded: 0 on a healthy one. */
  readonly lostMs: number;
  /** Newest first, over all recordings of this page. */
  readonly segments: readonly SegmentSnapshot[];
  /** Why recording did not start, or ended by itself. Cleared by the next start. */
  readonly error: AppError | undefined;
}
