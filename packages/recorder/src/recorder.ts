// The engine: one recorder per page, which records one recording at a time and uploads what was
// recorded. Ties the session (microphone to segments) to the uploader (segments to the bucket).
import { AppError, toAppError } from "@tapedeck/core/errors";
import { makeRecordingId } from "@tapedeck/core/ids";
import { LIMITS, PACKET_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import type { CaptureWay } from "./capture.ts";
import { browserEnvironment, type Environment } from "./environment.ts";
import { UNPROCESSED, type MicrophoneProcessing } from "./microphone.ts";
import type { RecordingApi } from "./ports.ts";
import { nextState, type RecorderEvent } from "./recorder-state.ts";
import { openSession, type OpenSession, type Session } from "./recording-session.ts";
import type { RecorderSnapshot } from "./snapshot.ts";
import { createUploader, type SegmentRef } from "./uploader.ts";

const PACKETS_PER_SECOND = SAMPLE_RATE_HZ / PACKET_SAMPLES;
const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000;
const ID_ENTROPY_BYTES = 6;

export interface RecorderOptions {
  readonly api: RecordingApi;
  /** 64 000 unless given: Opus is then hard to tell from the original for speech. */
  readonly bitsPerSecond?: number;
  /** All off unless given, see {@link UNPROCESSED}. */
  readonly processing?: MicrophoneProcessing;
  /** `auto` unless given: the best that the browser has. */
  readonly capture?: CaptureWay;
  /** The browser unless given. */
  readonly environment?: Environment;
  /** The microphone and the encoder worker unless given. */
  readonly openSession?: OpenSession;
}

export interface StartOptions {
  /** Length of a segment, whole seconds from 2 to 60. */
  readonly segmentSeconds: number;
  /** From `listMicrophones()`; the browser's choice unless given. */
  readonly deviceId?: string;
}

export interface Recorder {
  /**
   * Resolves with the first sound, or when `stop` came before it. What goes wrong later ends the
   * recording and appears in the snapshot.
   *
   * @throws {AppError} MIC_*, RECORDING_UNSUPPORTED, ENCODER_FAILED – also in the snapshot
   * @throws {AppError} INPUT_INVALID – a recording is running, or the segment length is not allowed
   */
  start(options: StartOptions): Promise<void>;
  /** Sound is left out until `resume`; the sounds before and after lie next to each other. */
  pause(): void;
  resume(): void;
  /** Resolves when the last segment is handed to the uploader and the microphone is released. */
  stop(): Promise<void>;
  /** Uploads a waiting or failed segment now, with all its attempts. */
  retry(segment: SegmentRef): void;
  retryAll(): void;
  /** Loudest sample since the last call, 0 to 1: made to be asked once per animation frame. */
  levelPeak(): number;
  /** The same object until something changes. */
  snapshot(): RecorderSnapshot;
  /** @returns the way to stop listening */
  subscribe(listener: () => void): () => void;
  /** Stops, and abandons what is not uploaded yet. */
  dispose(): Promise<void>;
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { api, environment = browserEnvironment } = options;
  const listeners = new Set<() => void>();
  let session: Session | undefined;
  let peak = 0;
  let snapshot: RecorderSnapshot = {
    state: "idle",
    recordingId: undefined,
    elapsedMs: 0,
    lostMs: 0,
    segments: [],
    error: undefined,
  };
  const uploader = createUploader({
    api,
    environment,
    onChange: () => update({ segments: uploader.segments() }),
  });

  function update(changed: Partial<RecorderSnapshot>): void {
    snapshot = { ...snapshot, ...changed };
    for (const listener of listeners) listener();
  }

  /** @returns whether the event meant anything in this state */
  function dispatch(event: RecorderEvent, changed: Partial<RecorderSnapshot> = {}): boolean {
    const state = nextState(snapshot.state, event);
    if (state === snapshot.state) return false;
    update({ ...changed, state });
    return true;
  }

  function open({ segmentSeconds, deviceId }: StartOptions): Session {
    const startedAtMicros = environment.clock.nowMicros();
    const recordingId = makeRecordingId(startedAtMicros, environment.randomBytes(ID_ENTROPY_BYTES));
    update({ recordingId });
    const request = {
      recordingId,
      deviceId,
      packetsPerSegment: packetsPerSegment(segmentSeconds),
      bitsPerSecond: options.bitsPerSecond ?? 64_000,
      processing: options.processing ?? UNPROCESSED,
      capture: options.capture ?? "auto",
    };
    const open = options.openSession ?? openSession;
    return open(
      request,
      {
        onProgress: (progress) => {
          peak = Math.max(peak, progress.peak);
          const { lostMs, sampleCount } = progress;
          update({ elapsedMs: sampleCount / SAMPLES_PER_MS, lostMs });
          dispatch("sound");
        },
        onStandstill: (sampleCount) => update({ elapsedMs: sampleCount / SAMPLES_PER_MS }),
        onSegment: (segment) => uploader.add(segment),
        onFailure: (error) => {
          update({ error: snapshot.error ?? error });
          dispatch("stop");
        },
      },
      environment,
    );
  }

  async function stop(): Promise<void> {
    if (dispatch("stop")) session?.stop();
    await session?.finished;
  }

  return {
    start: async (startOptions) => {
      if (!dispatch("start", { elapsedMs: 0, lostMs: 0, error: undefined })) {
        throw new AppError("INPUT_INVALID", "A recording is running; stop it first.");
      }
      try {
        session = open(startOptions);
      } catch (thrown) {
        const error = toAppError(thrown);
        dispatch("finished", { error });
        throw error;
      }
      void session.finished.then(() => dispatch("finished"));
      await session.started;
    },
    pause: () => {
      if (dispatch("pause")) session?.pause();
    },
    resume: () => {
      if (dispatch("resume")) session?.resume();
    },
    stop,
    retry: (segment) => uploader.retry(segment),
    retryAll: () => uploader.retryAll(),
    levelPeak: () => {
      const loudest = peak;
      peak = 0;
      return loudest;
    },
    snapshot: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    dispose: async () => {
      await stop();
      uploader.dispose();
      listeners.clear();
    },
  };
}

/** @throws {AppError} INPUT_INVALID */
function packetsPerSegment(segmentSeconds: number): number {
  const { min, max } = LIMITS.segmentSeconds;
  if (!Number.isInteger(segmentSeconds) || segmentSeconds < min || segmentSeconds > max) {
    throw new AppError(
      "INPUT_INVALID",
      `A segment must last a whole number of seconds from ${min} to ${max}, got ${segmentSeconds}.`,
    );
  }
  return segmentSeconds * PACKETS_PER_SECOND;
}
