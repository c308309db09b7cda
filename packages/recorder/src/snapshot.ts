// What the engine tells its host: plain data, replaced as a whole whenever something changes.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type {
  RecordingRecord,
  SegmentRecord,
  StorageKind,
  Stuck,
  Wait,
} from "@tapedeck/core/upload/records";
import type { CaptureState } from "./capture/reopening-capture.ts";
import type { Room } from "./journal/storage-watch.ts";

/**
 * Where one segment stands on its way to the bucket. `recorded` is in this page's memory only, where
 * a browser keeps nothing for us; `journaled` survives the end of the browser.
 */
export type SegmentStatus =
  | { readonly kind: "recorded" | "journaled" | "uploaded" | "verified" }
  | { readonly kind: "uploading"; readonly sentBytes: number }
  | ({ readonly kind: "waiting" } & Wait)
  | Stuck;

/** One segment as a list shows it. */
export interface SegmentSnapshot extends Pick<
  SegmentRecord,
  "recordingId" | "sequence" | "startSample" | "sampleCount" | "sizeBytes"
> {
  readonly status: SegmentStatus;
}

/** One recording that is on the device, or was when this page was opened. */
export interface RecordingSnapshot extends Pick<RecordingRecord, "recordingId" | "storage"> {
  /**
   * - `open`: being recorded, in this tab or another.
   * - `ended`: all of it is on the device, and on its way.
   * - `waiting`: all is in the bucket but the manifest, which is asked for again.
   * - `sealed`: all of it is in the bucket, and the manifest says so.
   */
  readonly state: "open" | "ended" | "sealed" | Stuck | ({ readonly kind: "waiting" } & Wait);
  /** Sound that did not reach the recorder, pauses left out, as far as that is sure. */
  readonly missingMs: number;
  /** It has as many gaps as a manifest names: of those near each other, some may be named as one. */
  readonly isFullOfGaps: boolean;
  /** What is whole of it so far, in samples at 48 kHz; and what of that the bucket has. */
  readonly sampleCount: number;
  readonly verifiedSampleCount: number;
  readonly segmentCount: number;
  readonly verifiedCount: number;
  /** Segments that only a person can free. */
  readonly stuckCount: number;
  /**
   * What segments of it wait for, each reason once. `QUOTA_EXCEEDED`: for room in the bucket. All of it is on the
   * device, and goes on within a minute after there is room, or at once after `Recorder.wake("room")`.
   */
  readonly waitsFor: readonly ErrorCode[];
}

/**
 * What became of a recording that this page did not end itself.
 *
 * - `cut-off`: a crash or a closed page had ended it. What was durable was saved, and is on its way.
 * - `finished-meanwhile`: it arrived in the bucket while no page was open.
 */
export interface SavedRecording {
  readonly kind: "cut-off" | "finished-meanwhile";
  readonly recordingId: RecordingId;
  /** At 48 kHz. */
  readonly sampleCount: number;
}

export type RecorderState = "idle" | "starting" | "recording" | "paused" | "stopping";

/**
 * What closing the page now would cost.
 *
 * - `recording`: the sound that follows; closing ends the recording.
 * - `in-memory`: sound. Some of it is in this page's memory only.
 * - `may-be-forgotten`: sound, if this window is private. Some of it is on this device only, and nothing
 *   proves that the browser keeps it, see storage-proof.ts.
 * - `stuck`: nothing; but some of it goes on only when a person helps, or makes room in the bucket.
 * - `on-device`: nothing; but not everything is in the bucket yet, or the device has not been read yet.
 * - `in-bucket`: nothing; everything is verified and sealed.
 */
export type Safety =
  | "recording"
  | "in-memory"
  | "may-be-forgotten"
  | "stuck"
  | "on-device"
  | "in-bucket";

/** Everything a host can show. */
export interface RecorderSnapshot {
  readonly state: RecorderState;
  /** Of the running recording, or of the last one. */
  readonly recordingId: RecordingId | undefined;
  /** Sound recorded so far in the running or last recording, pauses left out. */
  readonly elapsedMs: number;
  /** Sound of the running or last recording that did not reach the recorder, pauses left out. */
  readonly lostMs: number;
  /** Nothing but zeros for three seconds: the microphone is muted, or another program has it. */
  readonly isSilent: boolean;
  /**
   * The label of the microphone that the sound of the running or last recording comes from. Of one that went
   * away, until the next is open; `undefined` until the first is.
   */
  readonly microphone: string | undefined;
  /** Whether sound comes from the microphone, and if not, what is done about it. */
  readonly capture: CaptureState;
  /** Where the running or last recording is kept on the device; unknown before the first. */
  readonly storage: StorageKind | undefined;
  /** How much more this device can take. */
  readonly room: Room;
  /** What this device stores is known to outlive the browser's windows: see storage-proof.ts. */
  readonly storageLasts: boolean;
  readonly safety: Safety;
  /** Newest first. Empty until the device has been read: see `Recorder.hasRecords`. */
  readonly recordings: readonly RecordingSnapshot[];
  /** Oldest news first, since this page was opened. */
  readonly saved: readonly SavedRecording[];
  /** Why recording did not start, or ended by itself. Cleared by the next start. */
  readonly error: AppError | undefined;
}
