// A simulated microphone. It gives sound of any rate and channel count, in blocks. The rate and the
// channels may change while it runs, and sound may be lost for a while.
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import type {
  PcmSource,
  WorkletBlock,
  WorkletPort,
} from "../../packages/recorder/src/capture/pcm-source.ts";
import type { World } from "./world.ts";

/** Time between two blocks: longer than in a browser, for speed. */
const BLOCK_MS = { least: 90, most: 110 };

/** A block ends at most this long after the time at which it is heard. */
const JITTER_MS = 4;

/** Common rates besides 48 kHz; a headset in a call gives 16 kHz. */
const RATES_HZ = [16_000, 24_000, 44_100];

const MOST_FRAMES = 96_000;

/** Anything but zeros. */
const SOUND = new Float32Array(MOST_FRAMES).fill(0.5);

interface SoundFormat {
  readonly rateHz: number;
  readonly channelCount: number;
}

export interface Microphone {
  /** The worker reads this source first. */
  readonly source: PcmSource;
  /** Speaks until it is stopped. */
  start(): void;
  stop(): void;
  /** Another rate and channel count from now on, as when a headset changes to call mode. */
  change(): void;
  /** Sound is lost for this long. */
  deafen(ms: number): void;
}

export function createMicrophone(
  { random, clock }: Pick<World, "random" | "clock">,
  ports: {
    readonly isDead: () => boolean;
    /** The worker is about to get this much sound, in samples at 48 kHz. */
    readonly onBlock: (samples: number) => void;
    /** This much sound was lost between two blocks. */
    readonly onLost: (ms: number) => void;
    /** The rate changed, and a worklet has one rate: the worker must read a new one. */
    readonly onSource: (source: PcmSource) => void;
  },
): Microphone {
  const kind = random.pick(["worklet", "processor"] as const);
  let format: SoundFormat = { rateHz: SAMPLE_RATE_HZ, channelCount: 1 };
  let output = open();
  let isStopped = false;
  let deafUntilMs = 0;
  let lostMs = 0;
  /** Sound until this time was given or lost. */
  let givenUntilMs = clock.nowMs();

  function open(): Output {
    return kind === "worklet" ? openWorklet(format.rateHz) : openProcessor();
  }

  function hear(): void {
    if (isStopped || ports.isDead()) return;
    const untilMs = clock.nowMs() + random.between(0, JITTER_MS * 8) / 8;
    const soundMs = untilMs - givenUntilMs;
    givenUntilMs = untilMs;
    if (clock.nowMs() < deafUntilMs) lostMs += soundMs;
    else {
      if (lostMs > 0) ports.onLost(lostMs);
      lostMs = 0;
      const frames = Math.round((soundMs * format.rateHz) / 1000);
      ports.onBlock((frames * SAMPLE_RATE_HZ) / format.rateHz);
      output.give(frames, format);
    }
    clock.setTimer(random.between(BLOCK_MS.least, BLOCK_MS.most), hear);
  }

  return {
    source: output.source,
    start: () => {
      givenUntilMs = clock.nowMs();
      clock.setTimer(BLOCK_MS.least, hear);
    },
    stop: () => {
      isStopped = true;
    },
    change: () => {
      // Every second change goes back to 48 kHz: resampling is slow.
      const isOther = format.rateHz !== SAMPLE_RATE_HZ;
      const rateHz = isOther ? SAMPLE_RATE_HZ : random.pick(RATES_HZ);
      format = { rateHz, channelCount: random.between(1, 2) };
      if (kind === "processor") return;
      output = open();
      ports.onSource(output.source);
    },
    deafen: (ms) => {
      deafUntilMs = clock.nowMs() + ms;
    },
  };
}

interface Output {
  readonly source: PcmSource;
  give(frames: number, format: SoundFormat): void;
}

/** The worklet mixes the channels before it posts them. */
function openWorklet(rateHz: number): Output {
  const port: WorkletPort = { onmessage: null, close: () => undefined };
  return {
    source: { kind: "worklet", sampleRateHz: rateHz, port },
    give: (frames) => {
      const data: WorkletBlock = { samples: SOUND.slice(0, frames) };
      port.onmessage?.(new MessageEvent("message", { data }));
    },
  };
}

interface ReadResult {
  readonly done: boolean;
  readonly value?: unknown;
}

/** As much of a stream of AudioData as the worker reads. */
function openProcessor(): Output {
  const waiting: ReadResult[] = [];
  let wanted: ((result: ReadResult) => void) | undefined;
  function put(result: ReadResult): void {
    if (wanted) wanted(result);
    else waiting.push(result);
    wanted = undefined;
  }
  const reader = {
    read: (): Promise<ReadResult> => {
      const next = waiting.shift();
      if (next) return Promise.resolve(next);
      return new Promise((resolve) => {
        wanted = resolve;
      });
    },
    cancel: async () => put({ done: true }),
  };
  return {
    source: {
      kind: "processor",
      readable: { getReader: () => reader } as unknown as ReadableStream<AudioData>,
    },
    give: (frames, { rateHz, channelCount }) => {
      const value = {
        numberOfFrames: frames,
        numberOfChannels: channelCount,
        sampleRate: rateHz,
        copyTo: (plane: Float32Array) => plane.set(SOUND.subarray(0, frames)),
        close: () => undefined,
      };
      put({ done: false, value });
    },
  };
}
