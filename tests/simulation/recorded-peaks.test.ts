// The peaks that a recorder takes while it records: of each segment, and of the joined file.
import { expect, test } from "vitest";
import { PEAK_SAMPLES } from "@tapedeck/core/limits";
import { peakByte } from "@tapedeck/core/peaks";
import { joinSegments } from "@tapedeck/core/webm/join";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { beginRecording } from "./one-recording.ts";

const BLOCK_SAMPLES = 1200;

/** The loudness of a sample of the recording: it changes with each peak. */
function amplitudeAt(sample: number): number {
  const peak = Math.floor(sample / PEAK_SAMPLES);
  return 0.01 + 0.02 * (peak % 40);
}

const peaksOf = (file: Uint8Array | undefined) => [
  ...(readSegment(file ?? new Uint8Array()).peaks ?? []),
];

test("each segment has the peaks of its own sound, through a pause and to the last sample", async () => {
  const recording = await beginRecording();
  let sample = 0;
  const speak = async (sampleCount: number) => {
    for (const end = sample + sampleCount; sample < end;) {
      const length = Math.min(BLOCK_SAMPLES, end - sample);
      const from = sample;
      await recording.hear(length, (index) => (index % 2 ? -1 : 1) * amplitudeAt(from + index));
      sample += length;
    }
  };
  // The pause begins within a peak: the sounds before and after it are adjacent.
  await speak(117_600);
  recording.encoding.pause();
  await recording.hear(BLOCK_SAMPLES, () => 1);
  recording.encoding.resume();
  await speak(115_630);
  const segments = await recording.stop();

  const expected = Array.from({ length: Math.ceil(sample / PEAK_SAMPLES) }, (_, peak) =>
    peakByte(Math.fround(amplitudeAt(peak * PEAK_SAMPLES))),
  );
  expect(segments.map((file) => readSegment(file).sampleCount)).toEqual([96_000, 96_000, 41_230]);
  expect(segments.map(peaksOf)).toEqual([
    expected.slice(0, 20),
    expected.slice(20, 40),
    expected.slice(40),
  ]);
  expect(peaksOf(joinSegments(segments))).toEqual(expected);
});

test("a recording that ends with a whole segment has no peak beyond it", async () => {
  const recording = await beginRecording();
  for (let second = 0; second < 2; second++) await recording.hear(48_000, () => 0.5);
  const segments = await recording.stop();
  expect(segments.map(peaksOf)).toEqual([Array.from({ length: 20 }, () => 227)]);
});

test("sound of another rate has its peaks where its samples are at 48 kHz", async () => {
  const recording = await beginRecording({ sampleRateHz: 44_100 });
  // Silence for 1 s, then a loud tone, in blocks of 10 ms.
  for (let block = 0; block < 230; block++) {
    await recording.hear(441, (index) => (block < 100 ? 0 : Math.sin(index / 4)));
  }
  const [first, last] = (await recording.stop()).map(peaksOf);
  // The resampler's filter rings for a few samples around the beginning of the tone.
  expect(first?.slice(0, 9)).toEqual(Array.from({ length: 9 }, () => 0));
  expect(first?.slice(10).every((peak) => peak > 250)).toBe(true);
  expect(first).toHaveLength(20);
  expect(last).toHaveLength(3);
});
