// One tab of a run: the real recorder on a simulated microphone, disk and network. It can die at any
// moment, and then nothing of it is heard of again but the requests that were already on their way.
import type { Gap } from "@tapedeck/core/contract";
import { createRecorder, type Recorder } from "@tapedeck/recorder/recorder";
import { startEncoding, type Encoding } from "@tapedeck/recorder/encoding";
import type { Environment } from "@tapedeck/recorder/environment";
import { createRecordingJournal } from "@tapedeck/recorder/journal/recording-journal";
import type { OpenSession } from "@tapedeck/recorder/recording-session";
import type { VirtualTabs } from "@tapedeck/recorder/testing/virtual-tabs";
import { toAppError } from "@tapedeck/core/errors";
import type { FromWorker, WorkletBlock, WorkletPort } from "@tapedeck/recorder/worker-protocol";
import type { Device, Gate } from "./device.ts";
import { OWNER, sha256Of, type SimulatedServer } from "./server.ts";
import type { World } from "./world.ts";

/** Sound comes in blocks of about this length: longer than in life, for speed. */
const BLOCK_MS = 100;
const BLOCK_SAMPLES = { least: 4400, most: 5200 };

/** Anything but zeros. */
const SOUND = new Float32Array(BLOCK_SAMPLES.most).fill(0.5);

export interface SimulatedTab {
  readonly name: string;
  readonly recorder: Recorder;
  isDead(): boolean;
  die(): void;
  /** As when the network returns, or the page is looked at. */
  wake(): void;
}

export interface TabParts {
  readonly world: World;
  readonly device: Device;
  readonly server: SimulatedServer;
  readonly tabs: VirtualTabs;
  /** How wrong this device's clock is. */
  readonly skewMs: number;
  /** Tabs that are sending at the moment. */
  readonly sending: Map<SimulatedTab, number>;
}

export function openTab(name: string, parts: TabParts): SimulatedTab {
  const { world, device, server, tabs, skewMs, sending } = parts;
  const { random, trouble, clock } = world;
  const shared = tabs.join();
  const wakeListeners = new Set<() => void>();
  let dead = false;

  function die(): void {
    if (dead) return;
    dead = true;
    world.log(`${name} dies`);
    shared.leave();
    sending.delete(tab);
    server.forgetWaits();
  }

  const never = new Promise<never>(() => undefined);
  const gate: Gate = async (operation) => {
    if (!dead && random.chance(trouble.crash / 200)) die();
    if (dead) return never;
    const outcome = await operation().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    if (dead) return never;
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  };
  const disk = device.through({ gate, isDead: () => dead, die });

  const environment: Environment = {
    clock: { nowMicros: () => (clock.nowMs() + skewMs) * 1000 },
    setTimer: (delayMs, callback) =>
      clock.setTimer(delayMs, () => {
        if (!dead) callback();
      }),
    random01: () => random.next(),
    randomBytes: (count) => Uint8Array.from({ length: count }, () => random.between(0, 255)),
    sha256: (bytes) => gate(async () => sha256Of(bytes)),
    isOnline: () => !(trouble.isOffline && trouble.offlineIsKnown),
    onWake: (listener) => {
      wakeListeners.add(listener);
      return () => {
        wakeListeners.delete(listener);
      };
    },
    putObject: (request) => {
      if (dead) return never;
      for (const other of sending.keys()) {
        if (other !== tab) world.violate(`${name} sends while ${other.name} does`);
      }
      sending.set(tab, (sending.get(tab) ?? 0) + 1);
      return gate(() =>
        server.putObject({
          ...request,
          onProgress: (sentBytes) => {
            if (!dead) request.onProgress(sentBytes);
          },
        }),
      ).finally(() => {
        const left = (sending.get(tab) ?? 1) - 1;
        if (left === 0) sending.delete(tab);
        else sending.set(tab, left);
      });
    },
    lock: shared.lock,
    openChannel: shared.openChannel,
    openStorage: () => gate(async () => ({ records: disk.records, files: () => disk.files })),
    estimateStorage: async () => undefined,
    storageLasts: async () => device.storageLasts(),
    persistStorage: async () => true,
  };

  /** The worker's entry, as encoder-worker.ts has it, and the window's side of it, without threads. */
  const openSession: OpenSession = (request, listener) => {
    const started = Promise.withResolvers<void>();
    const finished = Promise.withResolvers<void>();
    let encoding: Encoding | undefined;
    let isStopped = false;
    const pauses: Gap[] = [];
    let pause: { readonly startSample: number; readonly sinceMs: number } | undefined;
    const port: WorkletPort = { onmessage: null, close: () => undefined };
    const hear = (event: MessageEvent<WorkletBlock>) => port.onmessage?.(event);

    function post(message: FromWorker): void {
      if (dead) return;
      switch (message.kind) {
        case "opened":
          listener.onRecording(message.recording);
          return;
        case "progress":
          listener.onProgress(message);
          started.resolve();
          return;
        case "paused":
          pause = { startSample: message.atSample, sinceMs: clock.nowMs() };
          listener.onStandstill(message.atSample);
          return;
        case "source-ended":
          world.violate("the microphone's stream ended by itself");
          return;
        case "segment":
          listener.onSegment(message);
          return;
        case "failed":
          listener.onFailure(toAppError(new Error(message.message)));
          started.resolve();
          return;
        case "finished":
          if (message.recording) listener.onRecording(message.recording);
          if (message.recording?.state === "ended") {
            const { sampleCount } = message;
            world.finished.set(request.recordingId, { sampleCount, pauses });
          }
          isStopped = true;
          started.resolve();
          finished.resolve();
      }
    }

    function speak(): void {
      if (dead || isStopped) return;
      const { least, most } = BLOCK_SAMPLES;
      const data = { samples: SOUND.subarray(0, random.between(least, most)) };
      hear(new MessageEvent("message", { data }));
      clock.setTimer(BLOCK_MS, speak);
    }

    createRecordingJournal({
      ...request,
      ...disk,
      sha256: (bytes) => environment.sha256(bytes),
    }).then(
      (journal) => {
        if (dead) return;
        post({ kind: "opened", recording: journal.record() });
        const source = {
          kind: "worklet",
          sampleRateHz: 48_000,
          port,
        } as const;
        encoding = startEncoding(
          { kind: "start", source, ...request },
          {
            journal,
            files: disk.files,
            now: () => ({ monotonicMs: clock.nowMs(), wallMs: clock.nowMs() + skewMs }),
            post,
          },
        );
        if (isStopped) encoding.stop();
        speak();
      },
      (thrown: unknown) => {
        if (dead) return;
        listener.onFailure(toAppError(thrown));
        post({ kind: "finished", sampleCount: 0, recording: undefined });
      },
    );
    return {
      pause: () => encoding?.pause(),
      resumeCapture: () => undefined,
      serverTime: (time) => encoding?.serverTime(time),
      resume: () => {
        if (encoding && pause && !isStopped) {
          const durationMs = Math.max(1, clock.nowMs() - pause.sinceMs);
          pauses.push({ startSample: pause.startSample, durationMs, reason: "paused" });
          pause = undefined;
        }
        encoding?.resume();
      },
      stop: () => {
        if (encoding) encoding.stop();
        else isStopped = true;
      },
      started: started.promise,
      finished: finished.promise,
    };
  };

  const tab: SimulatedTab = {
    name,
    recorder: createRecorder({
      api: gated(server.api, gate),
      owner: OWNER,
      environment,
      openSession,
    }),
    isDead: () => dead,
    die,
    wake: () => {
      // What is woken now may have to wait for its turn, and find itself offline again.
      server.forgetOfflineTries();
      if (!dead) for (const listener of wakeListeners) listener();
    },
  };
  tab.recorder.subscribe(() => {
    const { safety, recordings } = tab.recorder.snapshot();
    if (dead || (safety !== "on-device" && safety !== "in-bucket")) return;
    device.calledSafe(recordings.map(({ recordingId }) => recordingId));
  });
  world.log(`${name} opens`);
  return tab;
}

function gated(api: SimulatedServer["api"], gate: Gate): SimulatedServer["api"] {
  return {
    presignSegments: (input, options) => gate(() => api.presignSegments(input, options)),
    verifySegments: (input, options) => gate(() => api.verifySegments(input, options)),
    sealRecording: (input, options) => gate(() => api.sealRecording(input, options)),
  };
}
