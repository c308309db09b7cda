// The messages between the window and the encoder worker.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecordingId } from "@tapedeck/core/ids";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import type { PcmSource } from "../capture/pcm-source.ts";

export interface StartEncoding {
  readonly kind: "start";
  readonly recordingId: RecordingId;
  /** Who records. */
  readonly owner: string;
  readonly userType?: string | undefined;
  readonly source: PcmSource;
  /** Packets of 20 ms in each segment, the last one excepted. */
  readonly packetsPerSegment: number;
  readonly bitsPerSecond: number;
}

/** The window has opened a microphone again: read from this source from now on. */
export interface SwitchSource {
  readonly kind: "source";
  readonly source: PcmSource;
}

/** Window to worker. One worker serves one recording: `start` comes first and once. */
export type ToWorker =
  | StartEncoding
  | SwitchSource
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "stop" }
  | { readonly kind: "server-time"; readonly time: ServerTime };

/** Worker to window. `finished` always comes last, and once. */
export type FromWorker =
  /** The recording has its place on the device, and would be found there after a crash. */
  | { readonly kind: "opened"; readonly recording: RecordingRecord }
  /** About four times a second while sound is being recorded; the first at the first sound. */
  | {
      readonly kind: "progress";
      /** Recorded so far, in samples at 48 kHz. */
      readonly sampleCount: number;
      /** The loudest sample of each 100 ms that ended since the last message, 0 to 1, oldest first. */
      readonly levels: readonly number[];
      /** Sound since the start that did not reach the worker, without pauses. */
      readonly lostMs: number;
    }
  /** The first sample recorded after the pause will be the one numbered `atSample`. */
  | { readonly kind: "paused"; readonly atSample: number }
  /** No more sound comes from the source; the first is number 0. Another may follow. */
  | { readonly kind: "source-ended"; readonly source: number }
  /** One more segment is whole and durable. */
  | {
      readonly kind: "segment";
      readonly segment: SegmentRecord;
      /** Its journal file, if only the worker's memory holds it. */
      readonly file: Uint8Array<ArrayBuffer> | undefined;
    }
  /** The recording is ending by itself; what was recorded until now still arrives as segments. */
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string }
  | {
      readonly kind: "finished";
      readonly sampleCount: number;
      /** The record on the device; `undefined` if the worker never wrote one. */
      readonly recording: RecordingRecord | undefined;
    };
