// Reads mono sound from the source that the window transferred. The two ways of capture meet here: no
// later step knows which one the browser used.

/** Where the worker reads sound. The window owns the microphone and transfers it. */
export type PcmSource =
  | { readonly kind: "processor"; readonly readable: ReadableStream<AudioData> }
  | { readonly kind: "worklet"; readonly port: WorkletPort; readonly sampleRateHz: number };

/** The part of a MessagePort that the worker uses. */
export interface WorkletPort {
  onmessage: ((event: MessageEvent<WorkletBlock>) => void) | null;
  close(): void;
}

/** One message of the worklet: mono samples from -1 to 1, 10 ms or so. */
export interface WorkletBlock {
  readonly samples: Float32Array<ArrayBuffer>;
}

/** Mono sound of any length, samples from -1 to 1. */
export interface PcmBlock {
  readonly samples: Float32Array<ArrayBuffer>;
  readonly sampleRateHz: number;
}

/** Hands over block after block until the source ends or the signal aborts; both resolve. */
export async function readPcm(
  source: PcmSource,
  onBlock: (block: PcmBlock) => void,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  if (source.kind === "processor") await readStream(source.readable, onBlock, signal);
  else await readPort(source, onBlock, signal);
}

async function readStream(
  readable: ReadableStream<AudioData>,
  onBlock: (block: PcmBlock) => void,
  signal: AbortSignal,
): Promise<void> {
  const reader = readable.getReader();
  const cancelled = new Promise<void>((resolve) => {
    // The source goes away in any case, so the result of cancelling it does not matter.
    const cancel = () => void reader.cancel().then(resolve, resolve);
    signal.addEventListener("abort", cancel, { once: true });
  });
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    try {
      if (signal.aborted) continue;
      onBlock({ samples: downmix(value), sampleRateHz: value.sampleRate });
    } finally {
      value.close();
    }
  }
  if (signal.aborted) await cancelled;
}

/** The mean of all channels: a microphone that is wired to one side only keeps its sound. */
function downmix(data: AudioData): Float32Array<ArrayBuffer> {
  const { numberOfChannels } = data;
  const mono = new Float32Array(data.numberOfFrames);
  data.copyTo(mono, { planeIndex: 0, format: "f32-planar" });
  if (numberOfChannels === 1) return mono;
  const plane = new Float32Array(mono.length);
  for (let channel = 1; channel < numberOfChannels; channel++) {
    data.copyTo(plane, { planeIndex: channel, format: "f32-planar" });
    for (let i = 0; i < mono.length; i++) {
      const mean = mono[i] ?? 0;
      mono[i] = mean + ((plane[i] ?? 0) - mean) / (channel + 1);
    }
  }
  return mono;
}

function readPort(
  { port, sampleRateHz }: Extract<PcmSource, { kind: "worklet" }>,
  onBlock: (block: PcmBlock) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    port.onmessage = ({ data }: MessageEvent<WorkletBlock>) => {
      onBlock({ samples: data.samples, sampleRateHz });
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
