// Taps the real encoder worker without a hook in the product: sees every block of sound that enters its
// AudioEncoder and every packet that comes out.
import type { BrowserContext, Page } from "playwright-core";

const CHANNEL = "tapedeck-test-tap";

/** Runs in the worker before its own code. One message per packet: there are five times as many blocks. */
const TAP = `
{
  const channel = new BroadcastChannel("${CHANNEL}");
  const worker = crypto.randomUUID();
  const tell = (message) => channel.postMessage({ worker, ...message });
  const frames = { first: 0, last: 0, all: 0 };
  let sampleRate = 48000;
  const Native = self.AudioEncoder;
  if (Native) self.AudioEncoder = class extends Native {
    constructor(init) {
      super({ ...init, output: (packet, metadata) => {
        const bytes = new Uint8Array(packet.byteLength);
        packet.copyTo(bytes);
        tell({ packet: bytes, soundSamples: (frames.all - frames.first - frames.last) * 48000 / sampleRate });
        init.output(packet, metadata);
      } });
    }
    configure(config) { tell({ config }); super.configure(config); }
    encode(data) {
      frames.first ||= data.numberOfFrames;
      frames.last = data.numberOfFrames;
      frames.all += data.numberOfFrames;
      sampleRate = data.sampleRate;
      self.tapSound?.(data, tell);
      super.encode(data);
    }
  };
}
`;

/** Runs before the tap and sends the sound too, which costs a tenth of a core. */
const TAP_SOUND = `
self.tapSound = (data, tell) => {
  const { numberOfChannels, numberOfFrames, sampleRate } = data;
  const samples = new Float32Array(numberOfFrames * numberOfChannels);
  for (let plane = 0; plane < numberOfChannels; plane++) {
    data.copyTo(samples.subarray(plane * numberOfFrames, (plane + 1) * numberOfFrames), { planeIndex: plane, format: "f32-planar" });
  }
  tell({ sound: { samples, sampleRate, numberOfChannels, numberOfFrames } });
};
`;

interface Sound {
  readonly samples: Float32Array<ArrayBuffer>;
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  readonly numberOfFrames: number;
}

/** One message of the tap. Each worker makes one recording. */
interface Tapped {
  readonly worker: string;
  readonly config?: AudioEncoderConfig;
  readonly packet?: Uint8Array<ArrayBuffer>;
  /** The sound so far when this packet came out: all blocks except the first and the last. */
  readonly soundSamples?: number;
  readonly sound?: Sound;
}

interface TappedRecording {
  readonly config: AudioEncoderConfig;
  readonly packets: Uint8Array<ArrayBuffer>[];
  readonly sounds: Sound[];
  soundSamples: number;
}

declare global {
  /** By worker, oldest first; includes every tab of this browser. */
  var tapped: Map<string, TappedRecording>;
}

/** The input and output of one encoder. */
export interface Given {
  /**
   * The sound of an ended recording, in samples at 48 kHz: all blocks that entered the encoder except the
   * first and the last, which are zeros.
   */
  readonly soundSamples: number;
  readonly packets: readonly Buffer[];
}

export interface TapOptions {
  /** Runs in the worker before anything else. */
  readonly workerScript?: string;
  /** For {@link encodeContinuously}. */
  readonly withSound?: boolean;
}

/** Call this before the page loads. */
export async function tapEncoder(
  context: BrowserContext,
  { workerScript = "", withSound = false }: TapOptions = {},
): Promise<void> {
  const before = workerScript + (withSound ? TAP_SOUND : "") + TAP;
  await context.route(/encoder-worker[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: before + (await response.text()) });
  });
  await context.addInitScript((channel) => {
    globalThis.tapped = new Map();
    new BroadcastChannel(channel).addEventListener("message", (event: MessageEvent<Tapped>) => {
      const { worker, config, packet, soundSamples = 0, sound } = event.data;
      if (config) {
        globalThis.tapped.set(worker, { config, packets: [], sounds: [], soundSamples: 0 });
      }
      const recording = globalThis.tapped.get(worker);
      if (recording && packet) {
        recording.packets.push(packet);
        recording.soundSamples = soundSamples;
      }
      if (sound) recording?.sounds.push(sound);
    });
  }, CHANNEL);
}

/** Every recording that any tab has started since the page was loaded, oldest first. */
export async function givenRecordings(page: Page): Promise<Given[]> {
  const given = await page.evaluate(() =>
    [...globalThis.tapped.values()].map(({ packets, soundSamples }) => ({
      packets: packets.map((packet) => packet.toBase64()),
      soundSamples,
    })),
  );
  return given.map(({ packets, soundSamples }) => ({
    soundSamples: Math.round(soundSamples),
    packets: packets.map((packet) => Buffer.from(packet, "base64")),
  }));
}

/** Waits for `count` packets of one recording: on a busy machine the encoder is behind the page's clock. */
export async function encoderGave(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => [...globalThis.tapped.values()].some(({ packets }) => packets.length >= wanted),
    count,
    { timeout: 60_000, polling: 100 },
  );
}

/** The packets of an ended recording: the priming packet, and those with sound. */
export function soundPackets({ packets, soundSamples }: Given): readonly Buffer[] {
  return packets.slice(0, 1 + Math.ceil(soundSamples / 960));
}

/** Encodes the first recording's sound with one fresh encoder, without a pause, a cut or our worker. */
export async function encodeContinuously(page: Page): Promise<Buffer[]> {
  const packets = await page.evaluate(async () => {
    const [recording] = globalThis.tapped.values();
    if (!recording) throw new Error("nothing was tapped");
    const { config, sounds } = recording;
    const out: string[] = [];
    const encoder = new AudioEncoder({
      output: (packet) => {
        const bytes = new Uint8Array(packet.byteLength);
        packet.copyTo(bytes);
        out.push(bytes.toBase64());
      },
      error: (error) => {
        throw error;
      },
    });
    encoder.configure(config);
    let timestamp = 0;
    for (const { samples, ...shape } of sounds) {
      const data = new AudioData({ format: "f32-planar", ...shape, timestamp, data: samples });
      encoder.encode(data);
      data.close();
      timestamp += Math.round((shape.numberOfFrames * 1e6) / shape.sampleRate);
    }
    await encoder.flush();
    encoder.close();
    return out;
  });
  return packets.map((packet) => Buffer.from(packet, "base64"));
}
