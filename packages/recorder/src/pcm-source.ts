// Reads mono sound from whatever the window transferred: the two ways of capture end here, and
// nothing after this file knows which one it was.
import type { PcmBlock } from "./packet-encoder.ts";
import type { PcmSource, WorkletBlock } from "./worker-protocol.ts";

/**
 * A jump of the capture clock above this is sound that was dropped: half a block of 10 ms, far
 * above the jitter of 0.1 ms. Measured against Chromium's own count of what it discarded: a worker
 * held up for 1.6 s lost 600 ms by both.
 */
const DROP_THRESHOLD_MICROS = 5000;

/**
 * Blocks at the start of a stream whose timestamps mean nothing: within the first few, Chromium
 * jumps forward by 10 ms and back by up to 0.8 s with no sound missing (measured by correlation).
 */
const UNSETTLED_BLOCKS = 100;

export interface CapturedBlock extends PcmBlock {
  /** Sound that the machine dropped just before this block. */
  readonly lostMs: number;
}

/** Hands over block after block until the source ends or the signal aborts; both resolve. */
export async function readPcm(
  source: PcmSource,
  onBlock: (block: CapturedBlock) => void,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  if (source.kind === "processor") await readStream(source.readable, onBlock, signal);
  else await readPort(source, onBlock, signal);
}

async function readStream(
  readable: ReadableStream<AudioData>,
  onBlock: (block: CapturedBlock) => void,
  signal: AbortSignal,
): Promise<void> {
  const reader = readable.getReader();
  const cancelled = new Promise<void>((resolve) => {
    // The source is going away: how its cancelling ends concerns nobody any more.
    const cancel = () => void reader.cancel().then(resolve, resolve);
    signal.addEventListener("abort", cancel, { once: true });
  });
  let expectedMicros = 0;
  for (let blockCount = 0; ; blockCount++) {
    const { done, value } = await reader.read();
    if (done) break;
    try {
      if (signal.aborted) continue;
      const gapMicros = blockCount < UNSETTLED_BLOCKS ? 0 : value.timestamp - expectedMicros;
      expectedMicros = value.timestamp + (value.numberOfFrames * 1_000_000) / value.sampleRate;
      onBlock({
        samples: downmix(value),
        sampleRateHz: value.sampleRate,
        lostMs: gapMicros > DROP_THRESHOLD_MICROS ? gapMicros / 1000 : 0,
      });
    } finally {
      value.close();
    }
  }
  if (signal.aborted) await cancelled;
}

/** The mean of all channels: a microphone that is wired to one side only keeps its sound. */
function downmix(data: AudioData): Float32Array<ArrayBuffer> {
  const mono = new Float32Array(data.numberOfFrames);
  const plane = new Float32Array(data.numberOfFrames);
  for (let channel = 0; channel < data.numberOfChannels; channel++) {
    data.copyTo(plane, { planeIndex: channel, format: "f32-planar" });
    for (let i = 0; i < mono.length; i++) {
      mono[i] = (mono[i] ?? 0) + (plane[i] ?? 0) / data.numberOfChannels;
    }
  }
  return mono;
}

function readPort(
  { port, sampleRateHz }: Extract<PcmSource, { kind: "worklet" }>,
  onBlock: (block: CapturedBlock) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    port.onmessage = ({ data }: MessageEvent<WorkletBlock>) => {
      onBlock({
        samples: data.samples,
        sampleRateHz,
        lostMs: (data.lostFrames * 1000) / sampleRateHz,
      });
    };
    signal.addEventListener(
      "abort",
      () => {
        port.close();
        resolve();
      },
      { once: true },
    );
  });
}
