// The engine: one recorder per page, which records one recording at a time and brings to the bucket
// whatever was recorded on this device. Ties the session (microphone to journal) to the uploads.
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { RecordingId } from "@tapedeck/core/ids";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { browserEnvironment } from "./browser-environment.ts";
import type { Environment } from "./environment.ts";
import type { RecordingRecord } from "@tapedeck/core/upload/records";
import type { DeviceCopy } from "./journal/device-copy.ts";
import { loadLater } from "./journal/load-later.ts";
import type { RecordingApi } from "./ports.ts";
import { nextState, type RecorderEvent } from "./recorder-state.ts";
import {
  openSession,
  type OpenSession,
  type Session,
  type SessionListener,
} from "./recording-session.ts";
import { toSessionRequest, type SoundOptions, type StartOptions } from "./session-request.ts";
import { createSilenceWatch } from "./capture/silence-watch.ts";
import type { RecorderSnapshot, RecordingSnapshot, SegmentSnapshot } from "./snapshot.ts";
import { watchStorage } from "./journal/storage-watch.ts";
import { missingMsOf } from "./upload/missing-ms.ts";
import { createLaterUploads } from "./upload/later-uploads.ts";
import { loadUploads } from "./upload/load-uploads.ts";
import type { LoadUploads } from "./upload/uploads-port.ts";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import type { SegmentName } from "@tapedeck/core/upload/event";
import type { WakeCause } from "@tapedeck/core/upload/waits";

const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000;

/** Of a recording that has just begun. */
const BEGUN = {
  elapsedMs: 0,
  lostMs: 0,
  isSilent: false,
  microphone: undefined,
  capture: "open",
  room: { kind: "plenty" },
  error: undefined,
} as const;

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

/**
 * Recording can start at once. The code that uploads comes beside it, and nothing waits for it but what needs an
 * answer. Until it has read the device, the snapshot shows no recordings, and calls nothing `in-bucket`. If it does
 * not come, the snapshot has no error, because nothing is lost: it is asked for again, see later-uploads.ts.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { environment = browserEnvironment } = options;
  const listeners = new Set<() => void>();
  const levelListeners = new Set<(levels: readonly number[]) => void>();
  let session: Session | undefined;
  let hasAskedToPersist = false;
  let lastServerTime: ServerTime | undefined;
  let snapshot: RecorderSnapshot = {
    ...BEGUN,
    state: "idle",
    recordingId: undefined,
    storage: undefined,
    // Until it is known: what may be forgotten must not be called safe meanwhile.
    storageLasts: false,
    // Until the device is read, see later-uploads.ts.
    safety: "on-device",
    recordings: [],
    saved: [],
  };
  const uploads = createLaterUploads(
    {
      ...options,
      environment,
      listener: {
        onChange: showUploads,
        onFailure: noteFailure,
        onServerTime: (time) => {
          lastServerTime = time;
          if (snapshot.state !== "idle") session?.serverTime(time);
        },
      },
    },
    options.loadUploads ?? (async () => (await loadUploads()).createUploads),
  );

  /** Listeners draw: they are called only when a field has another value. */
  function update(changed: Partial<RecorderSnapshot>): void {
    const { state, storageLasts } = { ...snapshot, ...changed };
    // Closing the page ends a recording: a person who did not mean to would lose what they say next.
    const safety = state === "idle" ? uploads.safety(storageLasts) : "recording";
    const next: RecorderSnapshot = { ...snapshot, ...changed, safety };
    const fields = Object.keys(next) as (keyof RecorderSnapshot)[];
    if (fields.every((field) => next[field] === snapshot[field])) return;
    snapshot = next;
    for (const listener of listeners) listener();
  }

  /** The first failure is the cause of those that follow. */
  function noteFailure(error: AppError): void {
    update({ error: snapshot.error ?? error });
  }

  function showUploads(): void {
    const { recordingId, lostMs } = snapshot;
    // Of a recording that goes on, its record on the device tells this only in the end.
    const knowsLess = (each: RecordingSnapshot) =>
      each.recordingId === recordingId && each.state === "open" && each.missingMs !== lostMs;
    const listed = uploads.recordings();
    const recordings = listed.some(knowsLess)
      ? listed.map((each) => (knowsLess(each) ? { ...each, missingMs: lostMs } : each))
      : listed;
    update({ recordings, saved: uploads.saved() });
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
    const request = toSessionRequest(options, startOptions, environment);
    const { recordingId } = request;
    update({ recordingId });
    const release = await uploads.beginRecording(recordingId);
    if (snapshot.state !== "starting") {
      release();
      dispatch("finished");
      return undefined;
    }
    const { bitsPerSecond } = request;
    const watch = watchStorage({ environment, bitsPerSecond, onRoom: (room) => update({ room }) });
    const opened = (options.openSession ?? openSession)(request, sessionListener(), environment);
    void opened.finished.then(() => {
      watch.stop();
      release();
      // The storage watch has stopped, so clear its warning: it may be stale.
      dispatch("finished", { room: BEGUN.room });
      if (snapshot.elapsedMs > 0) askToPersist();
    });
    return opened;
  }

  /**
   * Once, when there is sound to keep: Firefox asks the person, whom it must not interrupt before. The
   * answer changes nothing here.
   */
  function askToPersist(): void {
    if (hasAskedToPersist) return;
    hasAskedToPersist = true;
    void environment.persistStorage().catch(() => false);
  }

  function sessionListener(): SessionListener {
    let recording: RecordingRecord | undefined;
    const silenceWatch = createSilenceWatch();
    return {
      onProgress: (progress) => {
        const { lostMs, sampleCount, levels } = progress;
        const isSilent = silenceWatch(sampleCount, levels);
        const isLossNew = lostMs !== snapshot.lostMs;
        update({ elapsedMs: sampleCount / SAMPLES_PER_MS, lostMs, isSilent });
        if (isLossNew) showUploads();
        dispatch("sound");
        if (levels.length === 0) return;
        for (const listener of levelListeners) listener(levels);
      },
      onStandstill: (sampleCount) => update({ elapsedMs: sampleCount / SAMPLES_PER_MS }),
      onRecording: (changed) => {
        // The worker that has just opened it knows no time but its own.
        if (recording === undefined && lastServerTime) session?.serverTime(lastServerTime);
        recording = changed;
        update({ storage: changed.storage, lostMs: missingMsOf(changed) });
        uploads.takeRecording(changed);
      },
      onSegment: ({ segment, file }) => {
        if (recording) uploads.takeSegment(recording, segment, file);
      },
      onMicrophone: (microphone) => update({ microphone }),
      onCapture: (capture) => update({ capture }),
      onFailure: (error) => {
        noteFailure(error);
        dispatch("stop");
      },
    };
  }

  async function stop(): Promise<void> {
    if (dispatch("stop")) session?.stop();
    await session?.finished;
  }

  // After the page has what it records with: it may be needed once the network is gone.
  void loadLater().catch(() => undefined);

  environment.storageLasts().then(
    (storageLasts) => update({ storageLasts }),
    () => {
      // Nothing is proven where marks cannot be kept.
    },
  );

  return {
    start: async (startOptions) => {
      if (!dispatch("start", BEGUN)) {
        throw new AppError("INPUT_INVALID", "A recording is running.");
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
    useMicrophone: (deviceId) => {
      if (snapshot.state === "recording" || snapshot.state === "paused") {
        session?.useMicrophone(deviceId);
      }
    },
    resumeCapture: () => session?.resumeCapture(),
    stop,
    retry: (segment) => uploads.retry(segment),
    wake: (cause) => uploads.wake(cause),
    deviceCopies: async (recordingId) => {
      const { deviceCopies } = await loadLater();
      return deviceCopies(recordingId, await uploads.filesOf(recordingId));
    },
    hasRecords: () => uploads.hasRecords(),
    onLevels: (listener) => {
      levelListeners.add(listener);
      return () => void levelListeners.delete(listener);
    },
    snapshot: () => snapshot,
    segments: (recordingId) => uploads.segments(recordingId),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispose: async () => {
      await stop();
      await uploads.dispose();
      listeners.clear();
      levelListeners.clear();
    },
  };
}
