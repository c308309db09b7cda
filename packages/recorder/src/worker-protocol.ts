// What the window and the encoder worker say to each other, and the worklet to the worker.
import type { ErrorCode } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";

/** Where the worker reads sound from; transferred to it by the window, which owns the microphone. */
export type PcmSource =
  | { readonly kind: "processor"; readonly readable: ReadableStream<AudioData> }
  | { readonly kind: "worklet"; readonly port: MessagePort; readonly sampleRateHz: number };

/** One message of the worklet: mono samples from -1 to 1, 10 ms or so. */
export interface WorkletBlock {
  readonly samples: Float32Array<ArrayBuffer>;
  /** Frames the audio thread skipped just before these: 0 unless the machine is overloaded. */
  readonly lostFrames: number;
}

export interface StartEncoding {
  readonly kind: "start";
  readonly recordingId: RecordingId;
  readonly source: PcmSource;
  /** Packets of 20 ms in each segment, the last one excepted. */
  readonly packetsPerSegment: number;
  readonly bitsPerSecond: number;
}

/** Window to worker. One worker serves one recording: `start` comes first and once. */
export type ToWorker =
  | StartEncoding
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "stop" };

/** One finished file, with what a grant needs to know about it. */
export interface RecordedSegment {
  readonly recordingId: RecordingId;
  readonly sequence: number;
  /** In samples at 48 kHz from the start of the recording. */
  readonly startSample: number;
  readonly sampleCount: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Base64 of the 32 bytes. */
  readonly sha256: string;
}

/** Worker to window. Whatever happens, `finished` comes last and once. */
export type FromWorker =
  /** About 20 times a second while sound is being recorded; the first at the first sound. */
  | {
      readonly kind: "progress";
      /** Recorded so far, in samples at 48 kHz. */
      readonly sampleCount: number;
      /** Loudest sample since the last message, 0 to 1. */
      readonly peak: number;
      /** Sound that the machine dropped before it reached the worker, since the start. */
      readonly lostMs: number;
    }
  /** The first sample recorded after the pause will be the one numbered `atSample`. */
  | { readonly kind: "paused"; readonly atSample: number }
  | { readonly kind: "segment"; readonly segment: RecordedSegment }
  /** The recording is ending by itself; what was recorded until now still arrives as segments. */
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string }
  | { readonly kind: "finished"; readonly sampleCount: number };
