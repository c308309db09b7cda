import { describe, expect, test } from "vitest";
import { peaksHeadBytes, readHeadPeaks } from "./head-peaks.ts";
import { joinSegments } from "./join.ts";
import { writeJoinedHead } from "./joined-head.ts";
import { segmentCut } from "./segment-cut.ts";
import { readSegment } from "./segment-reader.ts";
import { writeSegment } from "./segment-writer.ts";
import { makePackets } from "./testing/opus-packets.ts";

/** A segment of a second, with ten peaks that name it. */
function segment(stream: readonly Uint8Array[], sequence: number, over: object = {}): Uint8Array {
  const { firstPacket, endPacket, skipSamples } = segmentCut({ sequence, packetsPerSegment: 50 });
  return writeSegment({
    packets: stream.slice(firstPacket, endPacket),
    channelCount: 1,
    skipSamples,
    discardSamples: 0,
    peaks: peaksOf(sequence),
    ...over,
  });
}

const peaksOf = (sequence: number) => Array.from({ length: 10 }, (_, i) => sequence * 10 + i);
const stream = makePackets(1 + 4 * 50);
const segments = [0, 1, 2, 3].map((sequence) => segment(stream, sequence));

test("the joined file has the peaks of all its segments, in order", () => {
  const joined = readSegment(joinSegments(segments));
  expect([...(joined.peaks ?? [])]).toEqual([0, 1, 2, 3].flatMap(peaksOf));
});

test("the last segment may end within a peak", () => {
  // 42 packets of sound and 100 samples less: 40,220 samples.
  const last = writeSegment({
    packets: stream.slice(46, 51 + 42),
    channelCount: 1,
    skipSamples: 5 * 960,
    discardSamples: 100,
    peaks: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  });
  const joined = readSegment(joinSegments([segment(stream, 0), last]));
  expect([...(joined.peaks ?? [])]).toEqual([...peaksOf(0), 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("sound that is missing between segments has no peaks, as it has no silence", () => {
  const kept = segments.filter((_, sequence) => sequence !== 1);
  const joined = readSegment(joinSegments(kept, new Set([1])));
  expect([...(joined.peaks ?? [])]).toEqual([0, 2, 3].flatMap(peaksOf));
});

describe("the joined file has no peaks, rather than peaks at wrong places, if", () => {
  test.each([0, 1, 3])("segment %i has no peaks", (unknown) => {
    const some = segments.map((file, sequence) =>
      sequence === unknown ? segment(stream, sequence, { peaks: undefined }) : file,
    );
    expect(readSegment(joinSegments(some)).peaks).toBeUndefined();
  });

  test("a segment before the last ends within a peak", () => {
    const short = writeSegment({
      packets: stream.slice(46, 51 + 42),
      channelCount: 1,
      skipSamples: 5 * 960,
      discardSamples: 0,
      peaks: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    });
    const joined = joinSegments([segment(stream, 0), short, segment(stream, 3)], new Set([2]));
    expect(readSegment(joined)).toMatchObject({ sampleCount: 142 * 960, peaks: undefined });
  });
});

describe("the head of a joined file", () => {
  const file = joinSegments(segments);
  const head = file.subarray(0, peaksHeadBytes(4000));

  test("gives the peaks without the sound", () => {
    expect(head.length).toBeLessThan(file.length);
    expect([...(readHeadPeaks(head, file.length) ?? [])]).toEqual([0, 1, 2, 3].flatMap(peaksOf));
  });

  test("gives the peaks of a day, within the bytes that are said to hold them", () => {
    const day = Uint8Array.from({ length: 864_000 }, (_, i) => i % 251);
    const sampleCount = day.length * 4800;
    const clusters = Array.from({ length: 86_400 }, () => ({ length: 8500 }));
    const whole = writeJoinedHead({
      channelCount: 1,
      skipSamples: 960,
      sampleCount,
      clusters,
      peaks: day,
    });
    const first = whole.subarray(0, peaksHeadBytes(86_400_000));
    const read = readHeadPeaks(first, whole.length + 86_400 * 8500);
    expect(read?.length).toBe(day.length);
  });

  test.each([
    ["ends within them", head.subarray(0, Buffer.from(head).indexOf("TAPEDECK_PEAKS") + 30)],
    ["is of a file without peaks", headWithoutPeaks()],
    ["says another duration", withDuration(5000)],
    ["says no duration", withDuration(Number.NaN)],
    ["is empty", new Uint8Array()],
    ["is no WebM", new Uint8Array(2000).fill(0x3c)],
    ["is of zeros", new Uint8Array(2000)],
  ])("gives none when it %s", (_what, bytes) => {
    expect(readHeadPeaks(bytes, file.length)).toBeUndefined();
  });

  function withDuration(durationMs: number): Uint8Array {
    const changed = head.slice();
    // The id of Duration, the size of its content, its content.
    const at = Buffer.from(changed).indexOf(Buffer.from("448988", "hex"));
    new DataView(changed.buffer).setFloat64(at + 3, durationMs);
    return changed;
  }
});

function headWithoutPeaks(): Uint8Array {
  return joinSegments([0, 1].map((at) => segment(stream, at, { peaks: undefined })));
}
