// One recording from the window's side: opens microphone, capture and worker, and releases all three
// however the recording ends. recorder.ts tells the host.
import { AppError, toAppError } from "@tapedeck/core/errors";
import type { Timer } from "@tapedeck/core/ports";
import { openCapture, type Capture } from "./capture/capture.ts";
import { createReopeningCapture, type CaptureState } from "./capture/reopening-capture.ts";
import { encoderWorkerFile } from "./encode/encoder-worker-file.ts";
import { loadFailure } from "./load-failure.ts";
import { openMicrophone } from "./capture/microphone.ts";
import type { SessionRequest } from "./session-request.ts";
import { watchForStalls } from "./capture/stall-watch.ts";
import { findMissingSupport } from "./support.ts";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import type { RecordingRecord } from "@tapedeck/core/upload/records";
import type { FromWorker, ToWorker } from "./encode/worker-protocol.ts";

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
  /** Sound comes from the microphone of this label from now on. */
  onMicrophone(label: string): void;
  /** Whether sound comes, and what the session does if not. */
  onCapture(state: CaptureState): void;
  /** The recording ends by itself. May be called more than once: the first call is the cause. */
  onFailure(error: AppError): void;
}

export interface Session {
  pause(): void;
  resume(): void;
  serverTime(time: ServerTime): void;
  /** Reads sound from that microphone from now on. @param deviceId - the browser's choice if `undefined` */
  useMicrophone(deviceId: string | undefined): void;
  /** Call it during a click: asks the browser to resume the sound that it has suspended. */
  resumeCapture(): void;
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
  environment: { readonly setTimer: Timer },
) => Session;

export const openSession: OpenSession = (request, listener, { setTimer }) => {
  const started = Promise.withResolvers<void>();
  const workerDone = Promise.withResolvers<void>();
  let worker: Worker | undefined;
  let isStopping = false;
  let isPaused = false;
  let hasSounded = false;
  let { deviceId } = request;
  /** Counts the sources of sound; and the one since which no sound has come. */
  let sourceNumber = 0;
  let silentSource = -1;
  let cancelDeadline = () => {};

  const microphone = createReopeningCapture({
    setTimer,
    openMicrophone: (device) =>
      openMicrophone({ ...request, deviceId: device === "chosen" ? deviceId : undefined }),
    openCapture: async (track) => {
      const capture = await openCapture(track, request.capture);
      listener.onMicrophone(track.label);
      return capture;
    },
    onReopened: ({ source, transfer }) => {
      sourceNumber += 1;
      send({ kind: "source", source }, transfer);
      if (!isPaused) stallWatch.heard();
    },
    onState: (state) => {
      if (isStopping) return;
      if (state === "reopening") stallWatch.rest();
      listener.onCapture(state);
    },
    onLost: end,
  });

  const stallWatch = watchForStalls({ setTimer, onStall: takeStall });

  /** A microphone that gives nothing is opened again, once: one that then gives nothing is gone. */
  function takeStall(stalledMs: number): void {
    if (!microphone.isFlowing()) stallWatch.heard();
    else if (silentSource !== sourceNumber) {
      silentSource = sourceNumber + 1;
      microphone.reopen();
    } else {
      end(new AppError("MIC_LOST", `No sound came for ${stalledMs / 1000} s.`));
    }
  }

  const send = (message: ToWorker, transfer: Transferable[] = []) =>
    worker?.postMessage(message, transfer);

  function fail(error: AppError): void {
    listener.onFailure(error);
    started.reject(error);
  }

  function end(error: AppError): void {
    fail(error);
    stop();
  }

  function stop(): void {
    isStopping = true;
    stallWatch.rest();
    send({ kind: "stop" });
    cancelDeadline();
    if (worker) expectEnd();
    // Before there is a worker, nothing is worth waiting for.
    else void microphone.close();
  }

  /** Every message moves the deadline: many segments may follow a stop, but not silence. */
  function expectEnd(): void {
    expectWithin(STOP_SILENCE_MS, "end", (message) => {
      fail(new AppError("ENCODER_FAILED", message));
      workerDone.resolve();
    });
  }

  function expectWithin(limitMs: number, what: string, onLate: (message: string) => void): void {
    cancelDeadline();
    cancelDeadline = setTimer(limitMs, () => onLate(`No ${what} came within ${limitMs / 1000} s.`));
  }

  function take(message: FromWorker): void {
    if (message.kind === "failed") isStopping = true;
    if (isStopping) expectEnd();
    // That the journal is open says nothing of the microphone.
    else if (message.kind === "progress") cancelDeadline();
    switch (message.kind) {
      case "progress":
        hasSounded = true;
        silentSource = -1;
        if (!isStopping && !isPaused) stallWatch.heard();
        listener.onProgress(message);
        started.resolve();
        return;
      case "paused":
        listener.onStandstill(message.atSample);
        return;
      case "opened":
        listener.onRecording(message.recording);
        return;
      case "source-ended":
        if (message.source === sourceNumber) microphone.reopen();
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

  async function takeCrash(event: Event): Promise<void> {
    fail(
      event instanceof ErrorEvent
        ? new AppError("ENCODER_FAILED", `The encoder worker broke: ${event.message}`)
        : await loadFailure(encoderWorkerFile.url.href),
    );
    // An exception does not end a worker: what it holds can still be asked for. But one that never
    // spoke was never loaded.
    if (hasSounded) stop();
    else workerDone.resolve();
  }

  function startWorker({ source, transfer }: Capture): void {
    worker = new Worker(encoderWorkerFile.url, encoderWorkerFile.options);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => take(data);
    worker.onerror = (event) => void takeCrash(event);
    worker.onmessageerror = (event) => void takeCrash(event);
    send({ kind: "start", ...request, source }, transfer);
    expectWithin(FIRST_SOUND_WITHIN_MS, "sound", (message) =>
      end(new AppError(microphone.isFlowing() ? "MIC_BUSY" : "AUDIO_SUSPENDED", message)),
    );
  }

  async function run(): Promise<void> {
    try {
      const missing = await findMissingSupport(request);
      if (missing) throw missing;
      if (isStopping) return;
      const capture = await microphone.open();
      if (!capture || isStopping) return;
      startWorker(capture);
      await workerDone.promise;
    } catch (thrown) {
      fail(toAppError(thrown));
    } finally {
      cancelDeadline();
      stallWatch.rest();
      worker?.terminate();
      worker = undefined;
      await microphone.close().catch((thrown: unknown) => fail(toAppError(thrown)));
      started.resolve();
    }
  }

  return {
    pause: () => {
      isPaused = true;
      stallWatch.rest();
      send({ kind: "pause" });
    },
    resume: () => {
      isPaused = false;
      stallWatch.heard();
      send({ kind: "resume" });
    },
    useMicrophone: (chosen) => {
      deviceId = chosen;
      microphone.change();
    },
    resumeCapture: () => microphone.resume(),
    serverTime: (time) => send({ kind: "server-time", time }),
    stop,
    started: started.promise,
    finished: run(),
  };
};
