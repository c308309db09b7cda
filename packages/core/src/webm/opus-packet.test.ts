import { describe, expect, test } from "vitest";
import { opusPacketSamples } from "./opus-packet.ts";

/** RFC 6716 §3.1, table 2, as printed: first configuration, last, frame sizes in ms. */
const TABLE_2: readonly (readonly [number, number, readonly number[]])[] = [
  [0, 3, [10, 20, 40, 60]],
  [4, 7, [10, 20, 40, 60]],
  [8, 11, [10, 20, 40, 60]],
  [12, 13, [10, 20]],
  [14, 15, [10, 20]],
  [16, 19, [2.5, 5, 10, 20]],
  [20, 23, [2.5, 5, 10, 20]],
  [24, 27, [2.5, 5, 10, 20]],
  [28, 31, [2.5, 5, 10, 20]],
];

const CONFIGS = TABLE_2.flatMap(([first, , sizesMs]) =>
  sizesMs.map((frameMs, i) => [first + i, frameMs] as const),
);

test("the table names all 32 configurations", () => {
  expect(CONFIGS.map(([config]) => config)).toEqual([...Array(32).keys()]);
});

describe.each(CONFIGS)("configuration %d has frames of %d ms", (config, frameMs) => {
  const toc = (code: number, stereo = 0) => (config << 3) | (stereo << 2) | code;

  test("a packet of one frame holds it, in mono and stereo", () => {
    expect(opusPacketSamples(Uint8Array.of(toc(0)))).toBe(frameMs * 48);
    expect(opusPacketSamples(Uint8Array.of(toc(0, 1)))).toBe(frameMs * 48);
  });

  test("a packet of two frames holds both", () => {
    expect(opusPacketSamples(Uint8Array.of(toc(1)))).toBe(2 * frameMs * 48);
    expect(opusPacketSamples(Uint8Array.of(toc(2)))).toBe(2 * frameMs * 48);
  });

  test("a packet of counted frames holds them, with any flags for padding and bitrate", () => {
    expect(opusPacketSamples(Uint8Array.of(toc(3), 2 | 0xc0))).toBe(2 * frameMs * 48);
  });
});

test("a packet without bytes, or without the frame count that it announces, has no length", () => {
  expect(opusPacketSamples(new Uint8Array())).toBeUndefined();
  expect(opusPacketSamples(Uint8Array.of(0xfb))).toBeUndefined();
});
