// The engine: one recorder per page, which records one recording at a time and brings to the bucket
// whatever was recorded on this device. Ties the session (microphone to journal) to the uploads.
import { AppError, toAppError } from "@tapedeck/core/errors";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { browserEnvironment } from "./browser-environment.ts";
import type { RecordingRecord } from "@tapedeck/core/upload/records";
import { loadLater } from "./journal/load-later.ts";
import type { Recorder, RecorderOptions } from "./recorder.ts";
import { nextState, type RecorderEvent } from "./recorder-state.ts";
import { openSession, type Session, type SessionListener } from "./recording-session.ts";
import { toSessionRequest, type StartOptions } from "./session-request.ts";
import { createSilenceWatch } from "./capture/silence-watch.ts";
import type { RecorderSnapshot, RecordingSnapshot } from "./snapshot.ts";
import { watchStorage } from "./journal/storage-watch.ts";
import { missingMsOf } from "./upload/missing-ms.ts";
import { createLaterUploads } from "./upload/later-uploads.ts";
import { loadUploads } from "./upload/load-uploads.ts";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";

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
