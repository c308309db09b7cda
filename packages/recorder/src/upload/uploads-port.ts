// What the recorder asks of the uploads, and what it hears of them. uploads.ts does it; later-uploads.ts stands in
// for it until its code is there.
import type { AppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import type { SegmentName } from "@tapedeck/core/upload/event";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import type { WakeCause } from "@tapedeck/core/upload/waits";
import type { Environment } from "../environment.ts";
import type { JournalFiles } from "../journal/journal-files.ts";
import type { RecordingApi } from "../ports.ts";
import type { DeviceView } from "./device-view.ts";

export interface Uploads {
  readonly view: Omit<DeviceView, "recordsHere">;
  /** The view shows all that the device kept; or the browser keeps nothing for this page. */
  isRead(): boolean;
  /**
   * This page holds the lock of the recording, and is about to store the first of it.
   *
   * @returns the way to say that its recorder has written its last
   */
  beginRecording(recordingId: RecordingId): () => void;
  /** The recording has its place, or has ended. */
  takeRecording(recording: RecordingRecord): void;
  /** @param file - the segment's journal file, if this page is the only place that has it */
  takeSegment(
    recording: RecordingRecord,
    segment: SegmentRecord,
    file: Uint8Array | undefined,
  ): void;
  /**
   * The place of the recording's files.
   *
   * @throws {AppError} STORAGE_FAILED
   */
  filesOf(recordingId: RecordingId): Promise<JournalFiles>;
  /**
   * Whether the device keeps a record of this person's that is not sealed. The view shows it by then.
   *
   * @throws {AppError} STORAGE_FAILED
   */
  hasRecords(): Promise<boolean>;
  retry(segment?: SegmentName): void;
  wake(cause: WakeCause): void;
  dispose(): Promise<void>;
}

export interface UploadsListener {
  /** The view shows something new. */
  onChange(): void;
  /** An answer of the server told its time, in whichever tab. */
  onServerTime(time: ServerTime): void;
  /** The device's storage cannot be read. */
  onFailure(error: AppError): void;
}

export interface UploadsOptions {
  readonly owner: string;
  readonly api: RecordingApi;
  readonly environment: Environment;
  readonly listener: UploadsListener;
}

export type CreateUploads = (options: UploadsOptions) => Uploads;

/** @throws {AppError} APP_INCOMPLETE – their code cannot be loaded just now */
export type LoadUploads = () => Promise<CreateUploads>;
