import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { WorkletBlock } from "./pcm-source.ts";

const RATE_HZ = 48_000;
const BLOCK_FRAMES = 480;
/** As many frames as browsers hand over at a time. */
const QUANTUM_FRAMES = 128;

interface Processor {
  readonly port: { onmessage?: (event: { readonly data: object }) => void };
  process(inputs: readonly (readonly Float32Array[])[]): boolean;
}

let Worklet: new () => Processor;

beforeAll(async () => {
  vi.stubGlobal("sampleRate", RATE_HZ);
  vi.stubGlobal(
    "AudioWorkletProcessor",
    class {
      readonly port = {};
    },
  );
  vi.stubGlobal("registerProcessor", (_name: string, processor: typeof Worklet) => {
    Worklet = processor;
  });
  await import(new URL("pcm-worklet.js", import.meta.url).href);
});

afterAll(() => {
  vi.unstubAllGlobals();
});

/** A worklet whose worker listens. */
function openWorklet() {
  const blocks: Float32Array[] = [];
  const worklet = new Worklet();
  const worker = { postMessage: ({ samples }: WorkletBlock) => void blocks.push(samples) };
  worklet.port.onmessage?.({ data: worker });
  const hear = (durationMs: number, sample: number) => {
    const quanta = Math.round((durationMs * RATE_HZ) / 1000 / QUANTUM_FRAMES);
    for (let i = 0; i < quanta; i++) {
      worklet.process([[new Float32Array(QUANTUM_FRAMES).fill(sample)]]);
    }
  };
  return { blocks, hear };
}

test("a recording begins after 200 ms of a context that has just started", () => {
  const { blocks, hear } = openWorklet();
  hear(200, 0.25);
  expect(blocks).toHaveLength(0);
  hear(400, 0.5);
  expect(blocks).toHaveLength(40);
  expect(blocks[0]).toEqual(new Float32Array(BLOCK_FRAMES).fill(0.5));
});

test("the worklet drops the silence that the browser inserts before the first sound", () => {
  const { blocks, hear } = openWorklet();
  hear(200, 0.25);
  hear(96, 0);
  hear(400, 0.5);
  expect(blocks[0]).toEqual(new Float32Array(BLOCK_FRAMES).fill(0.5));
  hear(96, 0);
  expect(blocks.at(-1)?.at(-1), "silence after the first sound").toBe(0);
});

test("a microphone that is switched off is recorded after half a second", () => {
  const { blocks, hear } = openWorklet();
  hear(200, 0);
  hear(496, 0);
  expect(blocks).toHaveLength(0);
  hear(400, 0);
  expect(blocks.length).toBeGreaterThanOrEqual(39);
});
