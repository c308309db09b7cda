import { describe, expect, test } from "vitest";
import { readPcm, type CapturedBlock } from "./pcm-source.ts";
import type { WorkletBlock } from "./worker-protocol.ts";

const RATE_HZ = 44_100;
const BLOCK_FRAMES = 441;
const BLOCK_MICROS = 10_000;

/** What MediaStreamTrackProcessor gives, as far as reading it goes. */
class FakeAudioData implements AudioData {
  readonly format = "f32-planar";
  readonly sampleRate = RATE_HZ;
  readonly numberOfFrames = BLOCK_FRAMES;
  readonly duration = BLOCK_MICROS;
  readonly timestamp: number;
  readonly #channels: readonly number[];
  isClosed = false;

  /** @param channels - the value of every sample of each channel */
  constructor(timestamp: number, channels: readonly number[]) {
    this.timestamp = timestamp;
    this.#channels = channels;
  }
  get numberOfChannels() {
    return this.#channels.length;
  }
  allocationSize() {
    return BLOCK_FRAMES * 4;
  }
  clone() {
    return new FakeAudioData(this.timestamp, this.#channels);
  }
  close() {
    this.isClosed = true;
  }
  copyTo(destination: AllowSharedBufferSource, { planeIndex }: AudioDataCopyToOptions) {
    if (!(destination instanceof Float32Array)) throw new TypeError("expected Float32Array");
    destination.fill(this.#channels[planeIndex] ?? Number.NaN);
  }
}

function streamOf(blocks: readonly AudioData[]): ReadableStream<AudioData> {
  return new ReadableStream({
    start: (controller) => {
      for (const block of blocks) controller.enqueue(block);
      controller.close();
    },
  });
}

async function read(blocks: readonly FakeAudioData[]): Promise<CapturedBlock[]> {
  const seen: CapturedBlock[] = [];
  const readable = streamOf(blocks);
  await readPcm({ kind: "processor", readable }, (block) => seen.push(block), {
    signal: new AbortController().signal,
  });
  return seen;
}

/** Ten seconds of blocks on a clock that jumps before some of them. */
function blocksWithJumps(jumpsMicros: Readonly<Record<number, number>>): FakeAudioData[] {
  let timestamp = 5_000_000;
  return Array.from({ length: 1000 }, (_, index) => {
    timestamp += BLOCK_MICROS + (jumpsMicros[index] ?? 0);
    return new FakeAudioData(timestamp, [0]);
  });
}

const lostMs = (blocks: readonly CapturedBlock[]) =>
  blocks.reduce((sum, block) => sum + block.lostMs, 0);

describe("reading a processed stream", () => {
  test("mixes all channels down to their mean and lets the browser's memory go", async () => {
    const stereo = [new FakeAudioData(0, [0.5, -0.25]), new FakeAudioData(BLOCK_MICROS, [1, 0])];
    const blocks = await read(stereo);
    expect(blocks.map(({ samples }) => [samples.length, samples[0], samples.at(-1)])).toEqual([
      [BLOCK_FRAMES, 0.125, 0.125],
      [BLOCK_FRAMES, 0.5, 0.5],
    ]);
    expect(blocks[0]?.sampleRateHz).toBe(RATE_HZ);
    expect(stereo.every(({ isClosed }) => isClosed)).toBe(true);
  });

  test("counts what was dropped by the clock of the capture", async () => {
    expect(lostMs(await read(blocksWithJumps({ 500: 600_000, 800: 10_000 })))).toBe(610);
  });

  test("takes neither the jumps of the first second nor jitter for a loss", async () => {
    const jumps = { 1: 10_000, 6: -795_000, 90: 40_000, 300: 120, 301: -120, 700: -50_000 };
    expect(lostMs(await read(blocksWithJumps(jumps)))).toBe(0);
  });

  test("sound that is late and catches up is not taken for lost", async () => {
    // Late by 50 ms, then each of the next blocks a little less.
    const jumps = { 400: 50_000, 410: -20_000, 430: -30_000, 600: 30_000, 620: -30_000 };
    expect(lostMs(await read(blocksWithJumps(jumps)))).toBe(0);
  });

  test("ends quietly when told to stop, and gives the microphone back", async () => {
    const stop = new AbortController();
    const cancelled = Promise.withResolvers<void>();
    const readable = new ReadableStream<AudioData>({
      pull: (controller) => controller.enqueue(new FakeAudioData(0, [0])),
      cancel: () => cancelled.resolve(),
    });
    let blockCount = 0;
    await readPcm(
      { kind: "processor", readable },
      () => {
        blockCount += 1;
        if (blockCount === 3) stop.abort();
      },
      { signal: stop.signal },
    );
    await cancelled.promise;
    expect(blockCount).toBe(3);
  });

  test("closes the sound that nobody could take", async () => {
    const block = new FakeAudioData(0, [0]);
    const broken = readPcm(
      { kind: "processor", readable: streamOf([block]) },
      () => {
        throw new Error("no room");
      },
      { signal: new AbortController().signal },
    );
    await expect(broken).rejects.toThrow("no room");
    expect(block.isClosed).toBe(true);
  });
});

describe("reading a worklet's port", () => {
  test("passes the blocks on with what the audio thread skipped, until told to stop", async () => {
    const { port1, port2 } = new MessageChannel();
    const stop = new AbortController();
    const seen: CapturedBlock[] = [];
    const done = readPcm(
      { kind: "worklet", port: port2, sampleRateHz: 48_000 },
      (block) => {
        seen.push(block);
        if (seen.length === 2) stop.abort();
      },
      { signal: stop.signal },
    );
    const send = (message: WorkletBlock) => port1.postMessage(message);
    send({ samples: Float32Array.of(0.25), lostFrames: 0 });
    send({ samples: Float32Array.of(0.5), lostFrames: 480 });
    await done;
    port1.close();
    expect(seen.map(({ samples, lostMs: lost }) => [samples[0], lost])).toEqual([
      [0.25, 0],
      [0.5, 10],
    ]);
  });
});
