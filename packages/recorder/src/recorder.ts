// The engine: one recorder per page, which records one recording at a time and brings to the bucket
// whatever was recorded on this device. Ties the session (microphone to journal) to the uploads.
import { AppError, toAppError } from "@tapedeck/core/errors";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { LIMITS, PACKET_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import type { CaptureWay } from "./capture.ts";
import { browserEnvironment, type Environment } from "./environment.ts";
import type { RecordingRecord } from "./journal/journal-records.ts";
import { deviceCopies, type DeviceCopy } from "./journal/device-copy.ts";
import { UNPROCESSED, type MicrophoneProcessing } from "./microphone.ts";
import type { RecordingApi } from "./ports.ts";
import { nextState, type RecorderEvent } from "./recorder-state.ts";
import {
  openSession,
  type OpenSession,
  type Session,
  type SessionListener,
  type SessionRequest,
} from "./recording-session.ts";
import type { RecorderSnapshot } from "./snapshot.ts";
import { watchStorage } from "./storage-watch.ts";
import { createPageUploads } from "./upload/page-uploads.ts";
import { createViewStore } from "./upload/view-store.ts";
import type { SegmentRef } from "./upload/views.ts";
import type { WakeCause } from "./upload/waits.ts";

const PACKETS_PER_SECOND = SAMPLE_RATE_HZ / PACKET_SAMPLES;
const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000;
const ID_ENTROPY_BYTES = 6;

export interface RecorderOptions {
  readonly api: RecordingApi;
  /** Whose recordings these are: nobody else on this device sees, uploads or deletes them. */
  readonly owner: string;
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
  /** Resolves when all of it is on the device and the microphone is released. */
  stop(): Promise<void>;
  /** Tries what waits or is stuck again, with all its attempts: one segment, or everything. */
  retry(segment?: SegmentRef): void;
  /** Tells that what uploads wait for may be there again; the network, it notices by itself. */
  wake(cause: WakeCause): void;
  /**
   * What this device holds of a recording, as files that play; also offline, also while recording.
   *
   * @throws {AppError} STORAGE_FAILED
   */
  deviceCopies(recordingId: RecordingId): Promise<readonly DeviceCopy[]>;
  /** Loudest sample since the last call, 0 to 1: made to be asked once per animation frame. */
  levelPeak(): number;
  /** The same object until something changes. */
  snapshot(): RecorderSnapshot;
  /** @returns the way to stop listening */
  subscribe(listener: () => void): () => void;
  /** Stops recording and uploading. What is on the device is found by the next recorder. */
  dispose(): Promise<void>;
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { environment = browserEnvironment, bitsPerSecond = 64_000 } = options;
  const listeners = new Set<() => void>();
  const views = createViewStore();
  let session: Session | undefined;
  let peak = 0;
  let snapshot: RecorderSnapshot = {
    state: "idle",
    recordingId: undefined,
    elapsedMs: 0,
    lostMs: 0,
    storage: undefined,
    room: { kind: "plenty" },
    safety: "in-bucket",
    recordings: [],
    segments: [],
    rescued: [],
    error: undefined,
  };
  const uploads = createPageUploads({
    ...options,
    environment,
    listener: {
      onChange: (changed) => {
        views.merge(changed);
        update({ recordings: views.recordings(), segments: views.segments() });
      },
      unsealed: () => views.unsealed(),
      onSealed: (sealed) => {
        views.seal(sealed);
        update({ recordings: views.recordings(), segments: views.segments() });
      },
      onRescued: (recording) => update({ rescued: [...snapshot.rescued, recording] }),
      onFailure: (error) => update({ error: snapshot.error ?? error }),
    },
  });

  function update(changed: Partial<RecorderSnapshot>): void {
    snapshot = { ...snapshot, ...changed };
    // Closing the page ends a recording: whoever did not mean to would lose what they say next.
    snapshot = { ...snapshot, safety: snapshot.state === "idle" ? views.safety() : "unsafe" };
    for (const listener of listeners) listener();
  }

  /** @returns whether the event meant anything in this state */
  function dispatch(event: RecorderEvent, changed: Partial<RecorderSnapshot> = {}): boolean {
    const state = nextState(snapshot.state, event);
    if (state === snapshot.state) return false;
    update({ ...changed, state });
    return true;
  }

  /** @returns `undefined` when it was stopped before anything was opened */
  async function open(startOptions: StartOptions): Promise<Session | undefined> {
    const request = toRequest(startOptions);
    const { recordingId } = request;
    update({ recordingId });
    const release = await uploads.beginRecording(recordingId);
    if (snapshot.state !== "starting") {
      release();
      dispatch("finished");
      return undefined;
    }
    // Only now, when a person has asked for something to be kept; the answer changes nothing here.
    void environment.persistStorage().catch(() => false);
    const watch = watchStorage({ environment, bitsPerSecond, onRoom: (room) => update({ room }) });
    const opened = (options.openSession ?? openSession)(request, sessionListener(), environment);
    void opened.finished.then(() => {
      watch.stop();
      release();
      dispatch("finished");
    });
    return opened;
  }

  function toRequest({ segmentSeconds, deviceId }: StartOptions): SessionRequest {
    const startedAtMicros = environment.clock.nowMicros();
    return {
      recordingId: makeRecordingId(startedAtMicros, environment.randomBytes(ID_ENTROPY_BYTES)),
      owner: options.owner,
      deviceId,
      packetsPerSegment: packetsPerSegment(segmentSeconds),
      bitsPerSecond,
      processing: options.processing ?? UNPROCESSED,
      capture: options.capture ?? "auto",
    };
  }

  function sessionListener(): SessionListener {
    let recording: RecordingRecord | undefined;
    return {
      onProgress: (progress) => {
        peak = Math.max(peak, progress.peak);
        const { lostMs, sampleCount } = progress;
        update({ elapsedMs: sampleCount / SAMPLES_PER_MS, lostMs });
        dispatch("sound");
      },
      onStandstill: (sampleCount) => update({ elapsedMs: sampleCount / SAMPLES_PER_MS }),
      onRecording: (changed) => {
        recording = changed;
        update({ storage: changed.storage });
        uploads.takeRecording(changed);
      },
      onSegment: ({ segment, file }) => {
        if (recording) uploads.takeSegment(recording, segment, file);
      },
      onFailure: (error) => {
        update({ error: snapshot.error ?? error });
        dispatch("stop");
      },
    };
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
        session = await open(startOptions);
      } catch (thrown) {
        const error = toAppError(thrown);
        dispatch("finished", { error });
        throw error;
      }
      await session?.started;
    },
    pause: () => {
      if (dispatch("pause")) session?.pause();
    },
    resume: () => {
      if (dispatch("resume")) session?.resume();
    },
    stop,
    retry: (segment) => uploads.retry(segment),
    wake: (cause) => uploads.wake(cause),
    deviceCopies: async (recordingId) => {
      const recording = views.recordings().find((known) => known.recordingId === recordingId);
      return deviceCopies(recordingId, await uploads.files(recording?.storage ?? "memory"));
    },
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
      await uploads.dispose();
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
