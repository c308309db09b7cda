// The peaks that a recorder takes while it records: of each segment, and of the joined file.
import { expect, test } from "vitest";
import { makeRecordingId } from "@tapedeck/core/ids";
import { PEAK_SAMPLES } from "@tapedeck/core/limits";
import { peakByte } from "@tapedeck/core/peaks";
import { joinSegments } from "@tapedeck/core/webm/join";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import type { WorkletPort } from "../../packages/recorder/src/capture/pcm-source.ts";
import { startEncoding } from "../../packages/recorder/src/encode/encoding.ts";
import type { FromWorker } from "../../packages/recorder/src/encode/worker-protocol.ts";
import { segmentOfJournalFile } from "../../packages/recorder/src/journal/journal-segment.ts";
import { createMemoryFiles } from "../../packages/recorder/src/journal/memory-files.ts";
import { createMemoryRecords } from "../../packages/recorder/src/journal/memory-records.ts";
import { createRecordingJournal } from "../../packages/recorder/src/journal/recording-journal.ts";
import { sha256Of } from "./bucket.ts";
import { installFakeEncoder } from "./fake-encoder.ts";

const PACKETS_PER_SEGMENT = 100;
const BLOCK_SAMPLES = 1200;

async function beginRecording(sampleRateHz: number) {
  installFakeEncoder();
  const request = {
    recordingId: makeRecordingId(1_795_392_000_000_000, new Uint8Array(6)),
    owner: "ada",
    packetsPerSegment: PACKETS_PER_SEGMENT,
    bitsPerSecond: 64_000,
  };
  const files = createMemoryFiles("opfs");
  const records = createMemoryRecords();
  const sha256 = async (bytes: Uint8Array) => sha256Of(bytes);
  const journal = await createRecordingJournal({ ...request, files, records, sha256 });
  const said: FromWorker[] = [];
  const finished = Promise.withResolvers<void>();
  const port: WorkletPort = { onmessage: null, close: () => undefined };
  const encoding = startEncoding(
    { kind: "start", source: { kind: "worklet", sampleRateHz, port }, ...request },
    {
      journal,
      files,
      now: () => ({ monotonicMs: 0, wallMs: 0 }),
      post: (message) => {
        said.push(message);
        if (message.kind === "finished") finished.resolve();
      },
    },
  );
  return {
    encoding,
    /** @param amplitudeAt - of each sample of the block */
    async hear(sampleCount: number, amplitudeAt: (index: number) => number): Promise<void> {
      const samples = Float32Array.from({ length: sampleCount }, (_, index) => amplitudeAt(index));
      port.onmessage?.(new MessageEvent("message", { data: { samples } }));
      await new Promise(setImmediate);
    },
    /** The segments' files, once all is closed; each is what its recorder hashed. */
    async stop() {
      encoding.stop();
      await finished.promise;
      const names = await files.list();
      const made = await Promise.all(
        names.map(async (name) => {
          const file = await files.read(name);
          const segment = file && segmentOfJournalFile(file);
          if (!segment) throw new Error(`${name} holds no segment`);
          return segment.bytes;
        }),
      );
      const hashes = said.flatMap((each) => (each.kind === "segment" ? [each.segment.sha256] : []));
      expect(made.map(sha256Of)).toEqual(hashes);
      return made;
    },
  };
}

/** The loudness of a sample of the recording: it changes with each peak. */
function amplitudeAt(sample: number): number {
  const peak = Math.floor(sample / PEAK_SAMPLES);
  return 0.01 + 0.02 * (peak % 40);
}

const peaksOf = (file: Uint8Array | undefined) => [
  ...(readSegment(file ?? new Uint8Array()).peaks ?? []),
];

test("each segment has the peaks of its own sound, through a pause and to the last sample", async () => {
  const recording = await beginRecording(48_000);
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
  const recording = await beginRecording(48_000);
  for (let second = 0; second < 2; second++) await recording.hear(48_000, () => 0.5);
  const segments = await recording.stop();
  expect(segments.map(peaksOf)).toEqual([Array.from({ length: 20 }, () => 227)]);
});

test("sound of another rate has its peaks where its samples are at 48 kHz", async () => {
  const recording = await beginRecording(44_100);
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
