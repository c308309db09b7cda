// What a page uses of the engine. Everything else may change without notice.
export type { ErrorCode } from "@tapedeck/core/error-codes";
export { AppError } from "@tapedeck/core/errors";
export {
  listMicrophones,
  onMicrophonesChange,
  openMicrophone,
  UNPROCESSED,
  type Microphone,
  type MicrophoneProcessing,
} from "./capture/microphone.ts";
export type { CaptureState } from "./capture/reopening-capture.ts";
export { browserEnvironment } from "./browser-environment.ts";
export type { Environment } from "./environment.ts";
export type { RecordingApi } from "./ports.ts";
export { createRecorder } from "./create-recorder.ts";
export type { Recorder, RecorderOptions } from "./recorder.ts";
export type { StartOptions } from "./session-request.ts";
export type {
  RecorderSnapshot,
  RecorderState,
  RecordingSnapshot,
  Safety,
  SavedRecording,
  SegmentSnapshot,
  SegmentStatus,
} from "./snapshot.ts";
export { findMissingSupport } from "./support.ts";
export type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
export type { PutObject } from "./upload/put-object.ts";
