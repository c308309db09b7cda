// The encoder worker of one recording and the window's side of it, without threads. A simulated
// microphone feeds the real encoding and the real journal.
import type { Encoding } from "../../packages/recorder/src/encode/encoding.ts";
import type { JournalFiles } from "../../packages/recorder/src/journal/journal-files.ts";
import type { JournalRecords } from "../../packages/recorder/src/journal/journal-records.ts";
import type { OpenSession, Session } from "../../packages/recorder/src/recording-session.ts";
import type { FromWorker } from "../../packages/recorder/src/encode/worker-protocol.ts";
import type { Engine } from "./engine.ts";
import { createGapTruth } from "./gap-truth.ts";
import { createMicrophone } from "./microphone.ts";
import type { World } from "./world.ts";

/** The worker's disk: once the worker has ended, as after `terminate()`, nothing more is written. */
type WorkerDisk = (isEnded: () => boolean) => {
  readonly files: JournalFiles;
  readonly records: JournalRecords;
};

/** Lets events change the sound of a running recording. */
export interface Sound {
  change(): void;
  deafen(ms: number): void;
}

export function createOpenSession(ports: {
  readonly engine: Engine;
  readonly world: World;
  readonly isDead: () => boolean;
  readonly disk: WorkerDisk;
  readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;
  /** Called when a recording begins to hear sound, and with `undefined` when it ends. */
  readonly onSound: (sound: Sound | undefined) => void;
}): OpenSession {
  const { world, engine, isDead, sha256 } = ports;
  const { time } = world;

  return (request, listener): Session => {
    const started = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<void>();
    let encoding: Encoding | undefined;
    let isEnded = false;
    let isPaused = false;
    let isEnding = false;
    let givenSamples = 0;
    let changeCount = 0;
    const disk = ports.disk(() => isEnded);
    const microphone = createMicrophone(world, {
      isDead,
      onBlock: (samples) => {
        truth.block(samples / 48);
        if (!isPaused && !isEnding) givenSamples += samples;
      },
      onLost: (ms) => truth.lost(ms),
      onSource: (source) => encoding?.read(source),
    });
    const truth = createGapTruth(time, microphone.source.kind);

    function end(): void {
      isEnding = true;
      microphone.stop();
      ports.onSound(undefined);
    }

    function post(message: FromWorker): void {
      if (isDead()) return;
      switch (message.kind) {
        case "opened":
          listener.onRecording(message.recording);
          return;
        case "progress":
          listener.onProgress(message);
          started.resolve();
          return;
        case "paused":
          truth.paused(message.atSample);
          listener.onStandstill(message.atSample);
          return;
        case "source-ended":
          world.violate("the microphone's stream ended by itself");
          return;
        case "segment":
          listener.onSegment(message);
          return;
        case "failed":
          end();
          listener.onFailure(engine.errorOf(new Error(message.message)));
          started.resolve();
          return;
        case "finished":
          if (message.recording) listener.onRecording(message.recording);
          if (message.recording?.state === "ended") {
            const { sampleCount } = message;
            const sound = { sampleCount, givenSamples, changeCount };
            world.finished.set(request.recordingId, { ...sound, truth });
          }
          isEnded = true;
          started.resolve();
          finished.resolve();
      }
    }

    engine.createRecordingJournal({ ...request, ...disk, sha256 }).then(
      (journal) => {
        if (isDead()) return;
        encoding = engine.startEncoding(
          { kind: "start", source: microphone.source, ...request },
          {
            journal,
            files: disk.files,
            now: () => ({ monotonicMs: time.monotonicMs(), wallMs: time.wallMs() }),
            post,
          },
        );
        post({ kind: "opened", recording: journal.record() });
        if (isEnding) {
          encoding.stop();
          return;
        }
        microphone.start();
        ports.onSound({
          change: () => {
            changeCount += 1;
            microphone.change();
          },
          deafen: (ms) => microphone.deafen(ms),
        });
      },
      (thrown: unknown) => {
        if (isDead()) return;
        end();
        listener.onFailure(engine.errorOf(thrown));
        post({ kind: "finished", sampleCount: 0, recording: undefined });
      },
    );

    return {
      pause: () => {
        isPaused = true;
        encoding?.pause();
      },
      useMicrophone: () => undefined,
      resumeCapture: () => undefined,
      serverTime: (told) => {
        if (isEnded) return;
        truth.toldTime(told);
        encoding?.serverTime(told);
      },
      resume: () => {
        if (isEnding) return;
        isPaused = false;
        truth.resumed();
        encoding?.resume();
      },
      stop: () => {
        end();
        encoding?.stop();
      },
      started: started.promise,
      finished: finished.promise,
    };
  };
}
