// What a page holds of the engine. create-recorder.ts makes it.
import type { RecordingId } from "@tapedeck/core/ids";
import type { SegmentName } from "@tapedeck/core/upload/event";
import type { WakeCause } from "@tapedeck/core/upload/waits";
import type { Environment } from "./environment.ts";
import type { DeviceCopy } from "./journal/device-copy.ts";
import type { RecordingApi } from "./ports.ts";
import type { OpenSession } from "./recording-session.ts";
import type { SoundOptions, StartOptions } from "./session-request.ts";
import type { RecorderSnapshot, SegmentSnapshot } from "./snapshot.ts";
import type { LoadUploads } from "./upload/uploads-port.ts";

export interface RecorderOptions extends SoundOptions {
  readonly api: RecordingApi;
  /** The browser unless given. */
  readonly environment?: Environment;
  /** The microphone and the encoder worker unless given. */
  readonly openSession?: OpenSession;
  /** The code that uploads: a file of its own unless given. */
  readonly loadUploads?: LoadUploads;
}

export interface Recorder {
  /**
   * Resolves with the first sound, or when `stop` came before it. What goes wrong later ends the
   * recording and appears in the snapshot.
   *
   * @throws {AppError} MIC_*, RECORDING_UNSUPPORTED, ENCODER_FAILED – also in the snapshot
   * @throws {AppError} INPUT_INVALID – a recording is running, or the segment length or the bit rate is not allowed
   */
  start(options: StartOptions): Promise<void>;
  /** Sound is left out until `resume`; the sounds before and after lie next to each other. */
  pause(): void;
  resume(): void;
  /**
   * Records from this microphone from now on: one of `listMicrophones()`, or the browser's choice if
   * `undefined`. The recording goes on, and the sound of the time in between is a gap. If it does not open,
   * the recorder goes on as when a microphone went away. Ignored while nothing is recorded.
   */
  useMicrophone(deviceId: string | undefined): void;
  /**
   * Lets sound flow again that the browser holds up (`snapshot().capture` is `suspended`). To be called
   * while a person clicks.
   */
  resumeCapture(): void;
  /** Resolves when all of it is on the device and the microphone is released. */
  stop(): Promise<void>;
  /**
   * Tries what waits or is stuck again, with all its attempts: one segment, or everything. Remembered until the
   * uploads' code is there.
   */
  retry(segment?: SegmentName): void;
  /**
   * Tells that what uploads wait for may be there again; the network, it notices by itself. Remembered as
   * {@link Recorder.retry}.
   */
  wake(cause: WakeCause): void;
  /**
   * What this device holds of a recording, as files that play; also offline, also while recording.
   *
   * @throws {AppError} STORAGE_FAILED
   * @throws {AppError} APP_INCOMPLETE – the code for it, which comes after that which records, does not come
   */
  deviceCopies(recordingId: RecordingId): Promise<readonly DeviceCopy[]>;
  /**
   * Whether this device keeps anything of the person that is not sealed in the bucket. It is read from the
   * device: just after the recorder was made, the snapshot does not show it yet. When this resolves, it does.
   *
   * @throws {AppError} STORAGE_FAILED
   * @throws {AppError} APP_INCOMPLETE – the uploads' code, which reads the device, does not come
   */
  hasRecords(): Promise<boolean>;
  /**
   * Calls back while sound is recorded, about four times a second: the loudest sample of each 100 ms since
   * the last call, 0 to 1, oldest first. @returns the way to stop listening
   */
  onLevels(listener: (levels: readonly number[]) => void): () => void;
  /** The same object until something changes. */
  snapshot(): RecorderSnapshot;
  /** Of one recording, in order. The same list until one of them changes. */
  segments(recordingId: RecordingId): readonly SegmentSnapshot[];
  /** @returns the way to stop listening */
  subscribe(listener: () => void): () => void;
  /** Stops recording and uploading. What is on the device is found by the next recorder. */
  dispose(): Promise<void>;
}
