import { describe, expect, test } from "vitest";
import { readPcm, type PcmBlock, type WorkletBlock } from "./pcm-source.ts";

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

async function read(blocks: readonly FakeAudioData[]): Promise<PcmBlock[]> {
  const seen: PcmBlock[] = [];
  const readable = streamOf(blocks);
  await readPcm({ kind: "processor", readable }, (block) => seen.push(block), {
    signal: new AbortController().signal,
  });
  return seen;
}

describe("reading a processed stream", () => {
  test("mixes all channels down to their mean and lets the browser's memory go", async () => {
    const sounds = [
      new FakeAudioData(0, [0.5, -0.25]),
      new FakeAudioData(BLOCK_MICROS, [1, 0]),
      new FakeAudioData(2 * BLOCK_MICROS, [0.75]),
      new FakeAudioData(3 * BLOCK_MICROS, [1, 0, 0.5, -0.5]),
    ];
    const blocks = await read(sounds);
    expect(blocks.map(({ samples }) => [samples.length, samples[0], samples.at(-1)])).toEqual([
      [BLOCK_FRAMES, 0.125, 0.125],
      [BLOCK_FRAMES, 0.5, 0.5],
      [BLOCK_FRAMES, 0.75, 0.75],
      [BLOCK_FRAMES, 0.25, 0.25],
    ]);
    expect(blocks[0]?.sampleRateHz).toBe(RATE_HZ);
    expect(sounds.every(({ isClosed }) => isClosed)).toBe(true);
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

  test("closes a block that the encoder could not take", async () => {
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
  test("passes the blocks on until told to stop", async () => {
    const { port1, port2 } = new MessageChannel();
    const stop = new AbortController();
    const seen: PcmBlock[] = [];
    const done = readPcm(
      { kind: "worklet", port: port2, sampleRateHz: 48_000 },
      (block) => {
        seen.push(block);
        if (seen.length === 2) stop.abort();
      },
      { signal: stop.signal },
    );
    const send = (message: WorkletBlock) => port1.postMessage(message);
    send({ samples: Float32Array.of(0.25) });
    send({ samples: Float32Array.of(0.5) });
    await done;
    port1.close();
    expect(seen.map(({ samples, sampleRateHz }) => [samples[0], sampleRateHz])).toEqual([
      [0.25, 48_000],
      [0.5, 48_000],
    ]);
  });
});
