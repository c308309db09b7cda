import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childrenOf, readElement, readUint, type ElementRead } from "./ebml-read.ts";
import * as ID from "./elements.ts";
import { joinSegments } from "./join.ts";
import { createJoiner } from "./joiner.ts";
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

function segmentOf(bytes: Uint8Array): ElementRead {
  const found = [...childrenOf(bytes, { dataOffset: 0, endOffset: bytes.length })][1];
  if (found?.id !== ID.Segment) throw new Error("the second element is no Segment");
  return found;
}

function clustersOf(bytes: Uint8Array): Uint8Array[] {
  return [...childrenOf(bytes, segmentOf(bytes))]
    .filter(({ id }) => id === ID.Cluster)
    .map(({ offset, endOffset }) => bytes.subarray(offset, endOffset));
}

const MASTERS: readonly number[] = [ID.Seek, ID.CuePoint, ID.CueTrackPositions];

/** The values of one kind of element, at any depth, in order. */
function valuesIn(bytes: Uint8Array, parent: ElementRead | undefined, id: number): number[] {
  if (!parent) throw new Error("the file lacks the element");
  return [...childrenOf(bytes, parent)].flatMap((child) => {
    if (MASTERS.includes(child.id)) return valuesIn(bytes, child, id);
    return child.id === id ? [readUint(bytes, child)] : [];
  });
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
        const joined = joinSegments(files);
        expect(readSegment(joined)).toMatchObject(whole);
        // Bit for bit the clusters of one continuous encode.
        const [ours, continuous] = [joined, writeSegment(whole)].map(clustersOf);
        expect(ours).toEqual(continuous);
      },
    ),
    { numRuns: 60 },
  );
});

test("the index of a joined file leads to its parts and to each of its clusters", () => {
  const bytes = joinSegments(cutIntoSegments(named(1151), 250, 415));
  const segment = segmentOf(bytes);
  const children = [...childrenOf(bytes, segment)];
  const at = (position: number) => readElement(bytes, segment.dataOffset + position, bytes.length);
  const [seekHead] = children;
  const positions = valuesIn(bytes, seekHead, ID.SeekPosition);
  expect(positions.map((position) => at(position).id)).toEqual(
    valuesIn(bytes, seekHead, ID.SeekID),
  );
  expect(positions.map((position) => at(position).id)).toEqual([ID.Info, ID.Tracks, ID.Cues]);

  const cues = children.find(({ id }) => id === ID.Cues);
  const clusters = children.filter(({ id }) => id === ID.Cluster);
  expect(clusters).toHaveLength(24);
  expect(valuesIn(bytes, cues, ID.CueClusterPosition).map((position) => at(position))).toEqual(
    clusters,
  );
  expect(valuesIn(bytes, cues, ID.CueTime)).toEqual(clusters.map((_, index) => index * 1000));
});

test("a joiner keeps no more than the packets of one cluster", () => {
  const files = cutIntoSegments(makePackets(1151), 70);
  const joiner = createJoiner();
  let packetCount = 0;
  let clusterCount = 0;
  for (const [index, file] of files.entries()) {
    const segment = readSegment(file);
    packetCount += segment.packets.length - (index === 0 ? 0 : segment.skipSamples / 960);
    clusterCount += joiner.add(segment).length;
    expect(packetCount - clusterCount * 50).toBeLessThanOrEqual(50);
  }
  expect(packetCount).toBe(1151);
});

test("a segment that does not follow leaves the joiner as it was", () => {
  const [first, second, third] = cutIntoSegments(named(301), 100).map(readSegment);
  if (!first || !second || !third) throw new Error("three segments were cut");
  const joiner = createJoiner();
  const clusters = [...joiner.add(first)];
  expect(joiner.follows(third)).toBe(false);
  expect(() => joiner.add(third)).toThrow("Between segments 0 and 1");
  expect(joiner.follows(second)).toBe(true);
  clusters.push(...joiner.add(second), ...joiner.add(third));
  const { head, lastCluster } = joiner.end();
  const file = Buffer.concat([head, ...clusters, lastCluster]);
  expect(readSegment(file).packets.map((packet) => Buffer.from(packet))).toEqual(
    named(301).map((packet) => Buffer.from(packet)),
  );
});

test("files are joined over a hole only where the caller says that there is one", () => {
  const stream = named(501);
  const files = cutIntoSegments(stream, 100);
  const kept = files.filter((_, sequence) => sequence !== 2);
  const joined = readSegment(joinSegments(kept, new Set([2])));
  const expected = [...stream.slice(0, 201), ...stream.slice(301)];
  expect(joined.packets.map((packet) => Buffer.from(packet))).toEqual(
    expected.map((packet) => Buffer.from(packet)),
  );
  expect(joined.sampleCount).toBe(400 * 960);
  expect(() => joinSegments(kept, new Set([1]))).toThrow("Between segments 1 and 2");
  expect(() => joinSegments(kept)).toThrow("Between segments 1 and 2");
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
    expect(() => joinSegments(segments)).toThrow(message);
    expect(() => joinSegments(segments)).toThrow(expect.objectContaining({ code: "WEBM_INVALID" }));
  });
});

test("a join of no segments throws a RangeError", () => {
  expect(() => joinSegments([])).toThrow(RangeError);
});
