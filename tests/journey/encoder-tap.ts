// Listens inside the real encoder worker: every block of sound that goes into its AudioEncoder, and
// every packet that comes out, without a hook in the product.
import type { BrowserContext, Page } from "playwright-core";

const CHANNEL = "tapedeck-test-tap";

/** Runs in the worker before its own code. */
const TAP = `
{
  const channel = new BroadcastChannel("${CHANNEL}");
  const worker = crypto.randomUUID();
  const tell = (message) => channel.postMessage({ worker, ...message });
  const Native = self.AudioEncoder;
  if (Native) self.AudioEncoder = class extends Native {
    constructor(init) {
      super({ ...init, output: (packet, metadata) => {
        const bytes = new Uint8Array(packet.byteLength);
        packet.copyTo(bytes);
        tell({ packet: bytes });
        init.output(packet, metadata);
      } });
    }
    configure(config) { tell({ config }); super.configure(config); }
    encode(data) {
      const samples = new Float32Array(data.numberOfFrames * data.numberOfChannels);
      for (let plane = 0; plane < data.numberOfChannels; plane++) {
        data.copyTo(samples.subarray(plane * data.numberOfFrames, (plane + 1) * data.numberOfFrames), { planeIndex: plane, format: "f32-planar" });
      }
      tell({ sound: { samples, sampleRate: data.sampleRate, numberOfChannels: data.numberOfChannels, numberOfFrames: data.numberOfFrames } });
      super.encode(data);
    }
  };
}
`;

interface Sound {
  readonly samples: Float32Array<ArrayBuffer>;
  readonly sampleRate: number;
  readonly numberOfChannels: number;
  readonly numberOfFrames: number;
}

/** One message of the tap. A worker makes one recording. */
interface Tapped {
  readonly worker: string;
  readonly config?: AudioEncoderConfig;
  readonly packet?: Uint8Array<ArrayBuffer>;
  readonly sound?: Sound;
}

interface TappedRecording {
  readonly config: AudioEncoderConfig;
  readonly packets: Uint8Array<ArrayBuffer>[];
  readonly sounds: Sound[];
}

declare global {
  /** By worker, oldest first: those of every tab of this browser. */
  var tapped: Map<string, TappedRecording>;
}

/** What an encoder was given, and gave. */
export interface Given {
  /**
   * The sound of a recording that was ended, in samples at 48 kHz: of the blocks that its encoder was
   * fed, all but the first and the last, which are zeros.
   */
  readonly soundSamples: number;
  readonly packets: readonly Buffer[];
}

/**
 * Call before the page loads.
 *
 * @param workerScript - runs in the worker before anything else
 */
export async function tapEncoder(context: BrowserContext, workerScript = ""): Promise<void> {
  await context.route(/encoder-worker[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: workerScript + TAP + (await response.text()) });
  });
  await context.addInitScript((channel) => {
    globalThis.tapped = new Map();
    new BroadcastChannel(channel).addEventListener("message", (event: MessageEvent<Tapped>) => {
      const { worker, config, packet, sound } = event.data;
      if (config) globalThis.tapped.set(worker, { config, packets: [], sounds: [] });
      const recording = globalThis.tapped.get(worker);
      if (packet) recording?.packets.push(packet);
      if (sound) recording?.sounds.push(sound);
    });
  }, CHANNEL);
}

/** Every recording that was begun since the page was loaded, in whichever tab; oldest first. */
export async function givenRecordings(page: Page): Promise<Given[]> {
  const given = await page.evaluate(() =>
    [...globalThis.tapped.values()].map(({ packets, sounds }) => ({
      packets: packets.map((packet) => packet.toBase64()),
      frames: sounds.slice(1, -1).reduce((sum, sound) => sum + sound.numberOfFrames, 0),
      sampleRateHz: sounds[0]?.sampleRate ?? 48_000,
    })),
  );
  return given.map(({ packets, frames, sampleRateHz }) => ({
    soundSamples: Math.round((frames * 48_000) / sampleRateHz),
    packets: packets.map((packet) => Buffer.from(packet, "base64")),
  }));
}

/** Of a recording that was ended: the priming packet, and those with sound. */
export function soundPackets({ packets, soundSamples }: Given): readonly Buffer[] {
  return packets.slice(0, 1 + Math.ceil(soundSamples / 960));
}

/** The sound of the first recording through one fresh encoder, without a pause, a cut or a worker of ours. */
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
