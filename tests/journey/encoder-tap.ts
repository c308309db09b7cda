// Listens inside the real encoder worker: every block of sound that goes into its AudioEncoder, and
// every packet that comes out, without a hook in the product.
import type { BrowserContext, Page } from "playwright-core";

const CHANNEL = "tapedeck-test-tap";

/** Runs in the worker before its own code. */
const TAP = `
{
  const tap = new BroadcastChannel("${CHANNEL}");
  const Native = self.AudioEncoder;
  if (Native) self.AudioEncoder = class extends Native {
    constructor(init) {
      super({ ...init, output: (packet, metadata) => {
        const bytes = new Uint8Array(packet.byteLength);
        packet.copyTo(bytes);
        tap.postMessage({ packet: bytes });
        init.output(packet, metadata);
      } });
    }
    configure(config) { tap.postMessage({ config }); super.configure(config); }
    encode(data) {
      const samples = new Float32Array(data.numberOfFrames * data.numberOfChannels);
      for (let plane = 0; plane < data.numberOfChannels; plane++) {
        data.copyTo(samples.subarray(plane * data.numberOfFrames, (plane + 1) * data.numberOfFrames), { planeIndex: plane, format: "f32-planar" });
      }
      tap.postMessage({ sound: { samples, sampleRate: data.sampleRate, numberOfChannels: data.numberOfChannels, numberOfFrames: data.numberOfFrames } });
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

/** One message of the tap; a `config` begins a new recording. */
interface Tapped {
  readonly config?: AudioEncoderConfig;
  readonly packet?: Uint8Array<ArrayBuffer>;
  readonly sound?: Sound;
}

declare global {
  var tapped: {
    readonly config?: AudioEncoderConfig;
    readonly packets: Uint8Array<ArrayBuffer>[];
    readonly sounds: Sound[];
  };
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
    globalThis.tapped = { packets: [], sounds: [] };
    new BroadcastChannel(channel).addEventListener("message", (event: MessageEvent<Tapped>) => {
      const { config, packet, sound } = event.data;
      if (config) globalThis.tapped = { config, packets: [], sounds: [] };
      if (packet) globalThis.tapped.packets.push(packet);
      if (sound) globalThis.tapped.sounds.push(sound);
    });
  }, CHANNEL);
}

/** The packets of the last recording, as they left its encoder. */
export async function tappedPackets(page: Page): Promise<Buffer[]> {
  const packets = await page.evaluate(() =>
    globalThis.tapped.packets.map((packet) => packet.toBase64()),
  );
  return packets.map((packet) => Buffer.from(packet, "base64"));
}

/** The same sound through one fresh encoder, without a pause, a cut or a worker of ours. */
export async function encodeContinuously(page: Page): Promise<Buffer[]> {
  const packets = await page.evaluate(async () => {
    const { config, sounds } = globalThis.tapped;
    if (!config) throw new Error("nothing was tapped");
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
