import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinPackets, joinSegments } from "./join.ts";
import { segmentCut } from "./segment-cut.ts";
import { readSegment } from "./segment-reader.ts";
import { writeSegment } from "./segment-writer.ts";
import { makePackets, namedPacket } from "./testing/opus-packets.ts";

/** The segment files of one encoder's stream, cut as the recorder cuts it. */
function cutIntoSegments(
  stream: readonly Uint8Array[],
  packetsPerSegment: number,
  discardSamples = 0,
): Uint8Array[] {
  const files: Uint8Array[] = [];
  for (let sequence = 0, isLast = false; !isLast; sequence++) {
    const cut = segmentCut({ sequence, packetsPerSegment });
    isLast = cut.endPacket >= stream.length;
    files.push(
      writeSegment({
        packets: stream.slice(cut.firstPacket, cut.endPacket),
        channelCount: 1,
        skipSamples: cut.skipSamples,
        discardSamples: isLast ? discardSamples : 0,
      }),
    );
  }
  return files;
}

const named = (count: number) =>
  Array.from({ length: count }, (_, i) => namedPacket(`packet ${i}`));

test("joined segments of any lengths are the encoder's stream: every packet once, in order", () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat(),
        packetCount: fc.integer({ min: 2, max: 600 }),
        packetsPerSegment: fc.integer({ min: 1, max: 300 }),
        discardSamples: fc.nat({ max: 959 }),
      }),
      ({ seed, packetCount, packetsPerSegment, discardSamples }) => {
        const packets = makePackets(packetCount, seed);
        const files = cutIntoSegments(packets, packetsPerSegment, discardSamples);
        const whole = { packets, channelCount: 1, skipSamples: 960, discardSamples } as const;
        expect(joinPackets(files)).toEqual(whole);
        // Bit for bit the file of one continuous encode.
        expect(joinSegments(files)).toEqual(writeSegment(whole));
      },
    ),
    { numRuns: 60 },
  );
});

test("the joined file declares the sum of its segments' samples", () => {
  const files = cutIntoSegments(named(1151), 250, 415);
  const sum = files.reduce((total, file) => total + readSegment(file).sampleCount, 0);
  expect(files).toHaveLength(5);
  expect(readSegment(joinSegments(files)).sampleCount).toBe(sum);
  expect(sum).toBe(1150 * 960 - 415);
});

describe("files that do not follow each other are refused, and the boundary is named", () => {
  const stream = named(501);
  const files = cutIntoSegments(stream, 100);
  const [first, second, third, fourth, fifth] = files as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const differs = "the pre-roll must repeat the last";
  const segment = (over: Partial<Parameters<typeof writeSegment>[0]>) =>
    writeSegment({
      packets: stream.slice(97, 201),
      channelCount: 1,
      skipSamples: 3840,
      discardSamples: 0,
      ...over,
    });

  test.each([
    ["a segment is missing", [first, third], `Between segments 0 and 1: ${differs} 5 packets`],
    ["a segment is doubled", [first, second, second], `Between segments 1 and 2: ${differs}`],
    ["two segments are swapped", [first, third, second], `Between segments 0 and 1: ${differs}`],
    [
      "the first comes again",
      [first, second, first],
      `Between segments 1 and 2: ${differs} 1 packets`,
    ],
    [
      "one comes from another recording",
      [first, second, ...cutIntoSegments(makePackets(501), 100).slice(2, 3)],
      `Between segments 1 and 2: ${differs}`,
    ],
    [
      "the last packet of a pre-roll was altered",
      [
        first,
        segment({
          packets: [...stream.slice(97, 100), namedPacket("packet 10O"), ...stream.slice(101, 201)],
        }),
      ],
      "Between segments 0 and 1: the pre-roll must repeat the last 4 packets before it, but packet 3 of it differs.",
    ],
    [
      "there is no pre-roll to prove the order",
      [first, segment({ packets: stream.slice(101, 201), skipSamples: 0 })],
      "Between segments 0 and 1: the pre-roll must be whole packets, at least one, got 0 samples.",
    ],
    [
      "the pre-roll ends within a packet",
      [first, segment({ skipSamples: 3888 })],
      "Between segments 0 and 1: the pre-roll must be whole packets, at least one, got 3888 samples.",
    ],
    [
      "the pre-roll is longer than what came before",
      [
        writeSegment({
          packets: stream.slice(0, 2),
          channelCount: 1,
          skipSamples: 960,
          discardSamples: 0,
        }),
        second,
      ],
      "Between segments 0 and 1: the pre-roll must be no longer than what precedes it, got 5 of 2 packets.",
    ],
    [
      "the channels change",
      [first, segment({ channelCount: 2 })],
      "Between segments 0 and 1: channels must stay 1, got 2.",
    ],
    [
      "one before the last discards samples",
      [
        first,
        second,
        third,
        fourth,
        segment({ packets: stream.slice(397, 501), discardSamples: 7 }),
        fifth,
      ],
      "Between segments 4 and 5: only the last segment may discard samples, got 7.",
    ],
    [
      "one is damaged",
      [first, second.slice(0, -1)],
      "Segment 1 of the join: An element must end within its parent",
    ],
  ])("%s", (_what, segments, message) => {
    expect(() => joinPackets(segments)).toThrow(message);
    expect(() => joinSegments(segments)).toThrow(expect.objectContaining({ code: "WEBM_INVALID" }));
  });
});

test("a join of no segments throws a RangeError", () => {
  expect(() => joinPackets([])).toThrow(RangeError);
});
