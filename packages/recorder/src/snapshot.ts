// What the engine tells its host: plain data, replaced as a whole whenever something changes.
import type { AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type { SegmentLife } from "@tapedeck/core/segment-life";
import type { CaptureState } from "./capture/reopening-capture.ts";
import type { StorageKind } from "./journal/journal-files.ts";
import type { Room } from "./journal/storage-watch.ts";
import type { RescuedRecording } from "./upload/tab-message.ts";
import type { RecordingView, SegmentView } from "./upload/views.ts";

/**
 * Where one segment stands on its way to the bucket. `recorded` is in this page's memory only, where
 * a browser keeps nothing for us; `journaled` survives the end of the browser.
 */
export type SegmentStatus = { readonly kind: "recorded" } | SegmentLife;

/** One segment as a list shows it. */
export interface SegmentSnapshot extends Omit<SegmentView, "life"> {
  readonly status: SegmentStatus;
}

/** One recording that is on the device, or was when this page was opened. */
export interface RecordingSnapshot extends RecordingView {
  /** What is whole of it so far, in samples at 48 kHz. */
  readonly sampleCount: number;
  readonly segmentCount: number;
  readonly verifiedCount: number;
}

export type RecorderState = "idle" | "starting" | "recording" | "paused" | "stopping";

/**
 * What closing the page now would cost.
 *
 * - `recording`: the sound that follows; closing ends the recording.
 * - `in-memory`: sound. Some of it is in this page's memory only.
 * - `may-be-forgotten`: sound, if this window is private. Some of it is on this device only, and nothing
 *   proves that the browser keeps it, see storage-proof.ts.
 * - `stuck`: nothing; but some of it goes on only when a person helps.
 * - `on-device`: nothing; but not everything is in the bucket yet.
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
  /** Nothing but zeros for ten seconds: the microphone is muted, or another program has it. */
  readonly isSilent: boolean;
  /** Whether sound comes from the microphone, and if not, what is done about it. */
  readonly capture: CaptureState;
  /** Where the running or last recording is kept on the device; unknown before the first. */
  readonly storage: StorageKind | undefined;
  /** How much more this device can take. */
  readonly room: Room;
  /** What this device stores is known to outlive the browser's windows: see storage-proof.ts. */
  readonly storageLasts: boolean;
  readonly safety: Safety;
  /** Newest first. */
  readonly recordings: readonly RecordingSnapshot[];
  /** Newest first, over all recordings. */
  readonly segments: readonly SegmentSnapshot[];
  /** Recordings that had been interrupted and were saved, since this page was opened. */
  readonly rescued: readonly RescuedRecording[];
  /** Why recording did not start, or ended by itself. Cleared by the next start. */
  readonly error: AppError | undefined;
}
