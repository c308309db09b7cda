// Turns an open microphone into a source that the worker can read, in the best way the browser has.
import { AppError } from "@tapedeck/core/errors";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { loadFailure } from "../load-failure.ts";
import { captureWays } from "../support.ts";
import type { PcmSource } from "./pcm-source.ts";

/**
 * - `processor`: MediaStreamTrackProcessor; sound goes to the worker past the thread of the page.
 * - `worklet`: an AudioWorklet, for browsers without it (Firefox, Safari).
 * - `auto`: the first of these that the browser has.
 */
export type CaptureWay = "auto" | "processor" | "worklet";

export interface Capture {
  /** The caller transfers it to the worker, once. */
  readonly source: PcmSource;
  readonly transfer: Transferable[];
  /** Whether sound flows: the browser may suspend an audio graph, and a phone call may interrupt it. */
  isFlowing(): boolean;
  /** Calls back when that changes. One listener. */
  onFlow(listener: (isFlowing: boolean) => void): void;
  /** Asks the browser to resume. Some browsers do so only during a click, and do not answer before. */
  resume(): void;
  /** Releases everything but the track, which belongs to the caller. */
  close(): Promise<void>;
}

/**
 * The browser keeps so many blocks of 10 ms while the worker is busy: 10 s. Chromium keeps 0.1 s by
 * default (measured). The lost watch counts what overflows.
 */
const MAX_BUFFERED_BLOCKS = 1000;

/**
 * `no-inline`: Vite would turn so small a file into a data: URL, which the page's
 * Content-Security-Policy rightly refuses to run. Other servers ignore the query.
 */
const WORKLET_URL = new URL("./pcm-worklet.js?no-inline", import.meta.url).href;

/** Enough to keep the audio graph awake: 80 dB below full scale, and a constant makes no sound. */
const INAUDIBLE_OFFSET = 1e-4;

/**
 * @throws {AppError} RECORDING_UNSUPPORTED – this browser does not have the way asked for
 * @throws {AppError} APP_UPDATED, APP_INCOMPLETE – a file of ours could not be loaded
 */
export async function openCapture(track: MediaStreamTrack, way: CaptureWay): Promise<Capture> {
  const available = captureWays();
  const chosen = way === "auto" ? available[0] : available.find((each) => each === way);
  if (chosen === undefined) {
    throw new AppError("RECORDING_UNSUPPORTED", `This browser cannot capture sound by ${way}.`);
  }
  return chosen === "processor" ? captureByProcessor(track) : await captureByWorklet(track);
}

function captureByProcessor(track: MediaStreamTrack): Capture {
  const { readable } = new MediaStreamTrackProcessor({
    // A microphone's track is of sound. The name of that type is in no library that a page compiles with.
    track: track as MediaStreamAudioTrack,
    maxBufferSize: MAX_BUFFERED_BLOCKS,
  });
  return {
    source: { kind: "processor", readable },
    transfer: [readable],
    isFlowing: () => true,
    onFlow: () => {},
    resume: () => {},
    close: async () => {},
  };
}

async function captureByWorklet(track: MediaStreamTrack): Promise<Capture> {
  const { context, microphone } = connectableContext(track);
  try {
    await context.audioWorklet.addModule(WORKLET_URL);
  } catch {
    await context.close();
    throw await loadFailure(WORKLET_URL);
  }
  const worklet = new AudioWorkletNode(context, "tapedeck-pcm", {
    numberOfInputs: 1,
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: "explicit",
  });
  const { port1, port2 } = new MessageChannel();
  worklet.port.postMessage(port1, [port1]);
  microphone.connect(worklet);
  if (!("sinkId" in context)) keepAwake(context);
  // Browsers may start a context suspended; where no sound device exists, resuming never settles,
  // so this does not wait: the stall watch notices a capture without sound.
  const resume = () => void context.resume().catch(() => undefined);
  resume();
  return {
    source: { kind: "worklet", port: port2, sampleRateHz: context.sampleRate },
    transfer: [port2],
    isFlowing: () => context.state === "running",
    onFlow: (listener) => {
      context.onstatechange = () => {
        if (context.state !== "closed") listener(context.state === "running");
      };
    },
    resume,
    close: async () => {
      context.onstatechange = null;
      microphone.disconnect();
      await context.close();
    },
  };
}

/**
 * At 48 kHz the context resamples for us. Firefox refuses to connect a microphone of another rate:
 * then the context takes the microphone's, and the encoder resamples.
 */
function connectableContext(track: MediaStreamTrack): {
  context: AudioContext;
  microphone: MediaStreamAudioSourceNode;
} {
  const stream = new MediaStream([track]);
  const wanted = makeContext(SAMPLE_RATE_HZ);
  try {
    return { context: wanted, microphone: wanted.createMediaStreamSource(stream) };
  } catch {
    void wanted.close();
    const context = makeContext(track.getSettings().sampleRate);
    return { context, microphone: context.createMediaStreamSource(stream) };
  }
}

/**
 * Without a sink the context runs on its own clock. With the default sink Chromium suspends what
 * sounds silent after about 30 s and inserts 20 to 30 ms of silence (measured, 3 runs of 3).
 *
 * @see https://www.w3.org/TR/webaudio/#dom-audiocontextoptions-sinkid
 */
function makeContext(sampleRateHz: number | undefined): AudioContext {
  const options: AudioContextOptions & { sinkId: { type: "none" } } = {
    latencyHint: "playback",
    sinkId: { type: "none" },
  };
  if (sampleRateHz !== undefined) options.sampleRate = sampleRateHz;
  return new AudioContext(options);
}

/** Where a context needs a sink, an inaudible constant keeps the sink running. */
function keepAwake(context: AudioContext): void {
  const constant = new ConstantSourceNode(context, { offset: INAUDIBLE_OFFSET });
  constant.connect(context.destination);
  constant.start();
}
