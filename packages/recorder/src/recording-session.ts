// One recording from the window's side: opens microphone, capture and worker, and sees to it that
// all three are released however the recording ends. What it means to the host: recorder.ts.
import { AppError, toAppError } from "@tapedeck/core/errors";
import { openCapture, type Capture } from "./capture.ts";
import type { Environment } from "./environment.ts";
import { openMicrophone } from "./microphone.ts";
import type { SessionRequest } from "./session-request.ts";
import { watchSound } from "./sound-watch.ts";
import { findMissingSupport } from "./support.ts";
import type { ServerTime } from "./unsure-gaps.ts";
import type { RecordingRecord } from "./journal/journal-records.ts";
import type { FromWorker, StartEncoding, ToWorker } from "./worker-protocol.ts";

/** A microphone that opens delivers within a fraction of this, even over Bluetooth. */
const FIRST_SOUND_WITHIN_MS = 10_000;

/** A worker that was told to stop and says nothing for this long is taken for dead. */
const STOP_SILENCE_MS = 20_000;

export interface SessionListener {
  onProgress(progress: Extract<FromWorker, { kind: "progress" }>): void;
  /** The sound recorded until a pause or until the end, in samples at 48 kHz. */
  onStandstill(sampleCount: number): void;
  /** The recording has its place on the device, or its record there has changed for the last time. */
  onRecording(recording: RecordingRecord): void;
  onSegment(segment: Extract<FromWorker, { kind: "segment" }>): void;
  /** The recording ends by itself. May be called more than once: the first call is the cause. */
  onFailure(error: AppError): void;
}

export interface Session {
  pause(): void;
  resume(): void;
  serverTime(time: ServerTime): void;
  /** Ends it at any time, also while it is still opening. */
  stop(): void;
  /** Resolves with the first sound, or when it was stopped before. Rejects with what prevented it. */
  readonly started: Promise<void>;
  /** Resolves when the last segment was handed over and the microphone is released; never rejects. */
  readonly finished: Promise<void>;
}

export type OpenSession = (
  request: SessionRequest,
  listener: SessionListener,
  environment: Pick<Environment, "setTimer">,
) => Session;

export const openSession: OpenSession = (request, listener, { setTimer }) => {
  const started = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<undefined>();
  const workerDone = Promise.withResolvers<void>();
  let worker: Worker | undefined;
  let isStopping = false;
  let isPaused = false;
  let hasSounded = false;
  let cancelDeadline = () => {};

  const soundWatch = watchSound({
    setTimer,
    onSilence: (silentMs) => {
      fail(new AppError("MIC_LOST", `The microphone gave no sound for ${silentMs / 1000} s.`));
      stop();
    },
  });

  const send = (message: ToWorker, transfer: Transferable[] = []) =>
    worker?.postMessage(message, transfer);

  function fail(error: AppError): void {
    listener.onFailure(error);
    started.reject(error);
  }

  function stop(): void {
    isStopping = true;
    soundWatch.rest();
    stopped.resolve(undefined);
    send({ kind: "stop" });
    expectMessage();
  }

  /** Every message moves the deadline: many segments may follow a stop, but not silence. */
  function expectMessage(): void {
    cancelDeadline();
    if (!worker) return;
    cancelDeadline = setTimer(isStopping ? STOP_SILENCE_MS : FIRST_SOUND_WITHIN_MS, () => {
      if (isStopping) {
        fail(new AppError("ENCODER_FAILED", `No end came within ${STOP_SILENCE_MS / 1000} s.`));
        workerDone.resolve();
      } else {
        const limit = `${FIRST_SOUND_WITHIN_MS / 1000} s`;
        fail(new AppError("MIC_BUSY", `The microphone gave no sound within ${limit}.`));
        stop();
      }
    });
  }

  function take(message: FromWorker): void {
    if (message.kind === "failed") isStopping = true;
    if (isStopping) expectMessage();
    // That the journal is open says nothing of the microphone.
    else if (message.kind !== "opened") cancelDeadline();
    switch (message.kind) {
      case "progress":
        hasSounded = true;
        if (!isStopping && !isPaused) soundWatch.heard();
        listener.onProgress(message);
        started.resolve();
        return;
      case "paused":
        listener.onStandstill(message.atSample);
        return;
      case "opened":
        listener.onRecording(message.recording);
        return;
      case "segment":
        listener.onSegment(message);
        return;
      case "failed":
        fail(new AppError(message.code, message.message));
        return;
      case "finished":
        listener.onStandstill(message.sampleCount);
        if (message.recording) listener.onRecording(message.recording);
        workerDone.resolve();
        return;
    }
  }

  function takeCrash(event: Event): void {
    const why = event instanceof ErrorEvent ? event.message : "it could not be loaded";
    fail(new AppError("ENCODER_FAILED", `The encoder worker broke: ${why}`));
    // An exception does not end a worker: what it holds can still be asked for. But one that never
    // spoke was never loaded.
    if (hasSounded) stop();
    else workerDone.resolve();
  }

  function startWorker({ source, transfer }: Capture): void {
    worker = new Worker(new URL("./encoder-worker.ts", import.meta.url), {
      type: "module",
      name: "tapedeck-encoder",
    });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => take(data);
    worker.onerror = takeCrash;
    worker.onmessageerror = takeCrash;
    const { recordingId, owner, packetsPerSegment, bitsPerSecond } = request;
    const start: StartEncoding = {
      kind: "start",
      recordingId,
      owner,
      source,
      packetsPerSegment,
      bitsPerSecond,
    };
    send(start, transfer);
    expectMessage();
  }

  async function run(): Promise<void> {
    let track: MediaStreamTrack | undefined;
    let capture: Capture | undefined;
    try {
      const missing = await findMissingSupport(request);
      if (missing) throw missing;
      if (isStopping) return;
      const opening = openMicrophone(request);
      track = await Promise.race([opening, stopped.promise]);
      if (!track) {
        // A prompt cannot be withdrawn: what it gives later is released at once.
        void opening.then(
          (late) => late.stop(),
          () => undefined,
        );
        return;
      }
      track.onended = () => {
        fail(new AppError("MIC_LOST", "The microphone was disconnected."));
        stop();
      };
      capture = await openCapture(track, request.capture);
      if (isStopping) return;
      startWorker(capture);
      await workerDone.promise;
    } catch (thrown) {
      fail(toAppError(thrown));
    } finally {
      cancelDeadline();
      soundWatch.rest();
      worker?.terminate();
      worker = undefined;
      track?.stop();
      await capture?.close().catch((thrown: unknown) => fail(toAppError(thrown)));
      started.resolve();
    }
  }

  return {
    pause: () => {
      isPaused = true;
      soundWatch.rest();
      send({ kind: "pause" });
    },
    resume: () => {
      isPaused = false;
      soundWatch.heard();
      send({ kind: "resume" });
    },
    serverTime: (time) => send({ kind: "server-time", time }),
    stop,
    started: started.promise,
    finished: run(),
  };
};
