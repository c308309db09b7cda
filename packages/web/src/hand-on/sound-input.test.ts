import { expect, test } from "vitest";
import { ENCODINGS } from "./encode-sound.ts";
import { heardSamples } from "./sound-input.ts";

test("each packet of a recording is heard, but for the skip at its start and the rest after its end", () => {
  const sound = { skipSamples: 1200, sampleCount: 3000 };
  const heard = [0, 1, 2, 3, 4, 5].map((index) => heardSamples(sound, index));
  expect(heard).toEqual([
    { from: 960, to: 960 },
    { from: 240, to: 960 },
    { from: 0, to: 960 },
    { from: 0, to: 960 },
    { from: 0, to: 360 },
    { from: 0, to: 0 },
  ]);
  expect(heard.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(sound.sampleCount);
});

test("a WAV file stays below the 4 GiB that its header can count, in mono and in stereo", () => {
  for (const channelCount of [1, 2]) {
    const bytes = ENCODINGS.wav.samplesPerFile(channelCount) * 2 * channelCount;
    expect(bytes + 65_000).toBeLessThan(2 ** 32);
    expect(bytes).toBeGreaterThan(4e9);
  }
});
