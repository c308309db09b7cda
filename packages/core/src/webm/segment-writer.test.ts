import fc from "fast-check";
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from "mediabunny";
import { describe, expect, test } from "vitest";
import { childrenOf, readElement, readUint, type ElementRead } from "./ebml-read.ts";
import * as ID from "./elements.ts";
import { readSegment } from "./segment-reader.ts";
import type { SegmentPackets } from "./segment-packets.ts";
import { writeSegment } from "./segment-writer.ts";
import { makePackets } from "./testing/opus-packets.ts";

const segment = (over: Partial<SegmentPackets> = {}): SegmentPackets => ({
  packets: makePackets(120),
  channelCount: 1,
  skipSamples: 3840,
  discardSamples: 0,
  ...over,
});

/** One for each 100 ms. */
function peaksOf(sampleCount: number): Uint8Array {
  const length = Math.ceil(Math.max(0, sampleCount) / 4800);
  return Uint8Array.from({ length }, (_, index) => index % 251);
}

/** Any segment the writer takes, from one sample to a minute of them. */
const segments = fc
  .record({
    seed: fc.nat(),
    packetCount: fc.oneof(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 3000 })),
    skipMs: fc.nat({ max: 1365 }),
    discardSamples: fc.nat({ max: 959 }),
    channelCount: fc.constantFrom<1 | 2>(1, 2),
    hasPeaks: fc.boolean(),
  })
  .map(({ seed, packetCount, skipMs, discardSamples, channelCount, hasPeaks }) => {
    const skipSamples = Math.min(skipMs * 48, (packetCount - 1) * 960);
    const sampleCount = packetCount * 960 - skipSamples - discardSamples;
    return {
      packets: makePackets(packetCount, seed),
      skipSamples,
      discardSamples,
      channelCount,
      peaks: hasPeaks ? peaksOf(sampleCount) : undefined,
    };
  });

test("a written segment reads back, packet for packet and sample for sample", () => {
  fc.assert(
    fc.property(segments, (written) => {
      fc.pre(written.packets.length * 960 > written.skipSamples + written.discardSamples);
      const read = readSegment(writeSegment(written));
      const sampleCount =
        written.packets.length * 960 - written.skipSamples - written.discardSamples;
      expect(read).toEqual({ ...written, sampleCount, durationMs: sampleCount / 48 });
    }),
    { numRuns: 60 },
  );
});

test("a small file has these bytes, element by element", () => {
  const bytes = writeSegment({
    packets: [Uint8Array.of(0xf8, 1, 2), Uint8Array.of(0xf8, 3)],
    channelCount: 1,
    skipSamples: 48,
    discardSamples: 648,
  });
  expect(Buffer.from(bytes).toString("hex")).toBe(
    [
      "1a45dfa3 9f 428681 01 42f781 01 42f281 04 42f381 08", // EBML 1, ids to 4 bytes, sizes to 8
      "428284 7765626d 428781 04 428581 02", // DocType webm, version 4, readable by 2
      "18538067 40bf", // Segment of 191 bytes
      "1549a966 a8 2ad7b183 0f4240", // Info: milliseconds
      "448988 4039800000000000", // Duration 25.5 ms: 1920 - 48 - 648 samples
      "4d8088 746170656465636b 574188 746170656465636b", // tapedeck
      "1654ae6b d0 ae ce d781 01 73c581 01 8381 02 9c81 00", // track 1, audio, no lacing
      "22b59c83 756e64 8686 415f4f505553", // und, A_OPUS
      "63a293 4f70757348656164 01 01 3000 80bb0000 0000 00", // OpusHead: mono, pre-skip 48
      "56aa83 0f4240 56bb84 04c4b400", // CodecDelay 1 ms, SeekPreRoll 80 ms
      "e18d b588 40e7700000000000 9f81 01", // 48 kHz, one channel
      "1c53bb6b 96 bb94 b385 0000000000", // one cue, at 0 ms
      "b78b f781 01 f186 00000000009d", // track 1, the cluster at 157
      "1f43b675 9d e781 00", // the cluster, at 0 ms
      "a387 81 0000 80 f80102", // SimpleBlock: track 1, +0 ms, keyframe
      "a08f a186 81 0014 00 f803", // BlockGroup: +20 ms
      "75a284 00cdfe60", // DiscardPadding 13.5 ms
    ]
      .join("")
      .replaceAll(" ", ""),
  );
});

test("peaks stand in a tag before the cues, byte by byte", () => {
  const small = { packets: [Uint8Array.of(0xf8, 1)], skipSamples: 0, channelCount: 1 } as const;
  const bytes = writeSegment({ ...small, discardSamples: 0, peaks: [200] });
  const tag = [
    "1254c367 9e 7373 9b 63c0 80", // Tags, with one tag of the whole file
    "67c8 95 45a3 8e 54415045 4445434b 5f504541 4b53", // TAPEDECK_PEAKS
    "4485 81 c8", // 200
    "1c53bb6b", // the cues
  ];
  expect(Buffer.from(bytes).toString("hex")).toContain(tag.join("").replaceAll(" ", ""));
});

describe("mediabunny, an independent reader, agrees", () => {
  test.each([
    ["one packet", segment({ packets: makePackets(1), skipSamples: 0 })],
    ["a middle segment", segment({ packets: makePackets(254) })],
    ["a last segment", segment({ discardSamples: 648 })],
    ["stereo", segment({ channelCount: 2 })],
    ["peaks", segment({ peaks: peaksOf(116 * 960) })],
    ["a minute", segment({ packets: makePackets(3000), skipSamples: 960 })],
  ])("%s", async (_what, written) => {
    using input = new Input({
      formats: ALL_FORMATS,
      source: new BufferSource(writeSegment(written)),
    });
    const track = await input.getPrimaryAudioTrack();
    if (!track) throw new Error("mediabunny found no audio track");
    const config = await track.getDecoderConfig();
    const packets: Uint8Array[] = [];
    const startsMs: number[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) {
      packets.push(packet.data);
      startsMs.push(Math.round(packet.timestamp * 1000));
    }

    expect(await input.getMimeType()).toBe('audio/webm; codecs="opus"');
    expect(config).toMatchObject({
      codec: "opus",
      sampleRate: 48_000,
      numberOfChannels: written.channelCount,
    });
    expect(packets).toEqual(written.packets);
    // mediabunny may subtract the CodecDelay from the blocks' times; the steps are 20 ms either way.
    const firstMs = startsMs[0] ?? Number.NaN;
    expect(startsMs.map((startMs) => startMs - firstMs)).toEqual(startsMs.map((_, i) => i * 20));
    const { durationMs } = readSegment(writeSegment(written));
    expect(await input.getDurationFromMetadata()).toBeCloseTo(durationMs / 1000, 6);
  });
});

describe("a file is seekable", () => {
  const bytes = writeSegment(segment({ packets: makePackets(3000) }));
  const top = [...childrenOf(bytes, { dataOffset: 0, endOffset: bytes.length })];
  const root = top.find(({ id }) => id === ID.Segment);
  if (!root) throw new Error("no Segment was written");
  const children = [...childrenOf(bytes, root)];
  const clusters = children.filter(({ id }) => id === ID.Cluster);
  const fieldOf = (parent: ElementRead, id: number): number => {
    const field = [...childrenOf(bytes, parent)].find((child) => child.id === id);
    if (!field) throw new Error(`no element ${id} was written`);
    return readUint(bytes, field);
  };

  test("a minute has 60 clusters of a second", () => {
    expect(clusters.map((cluster) => fieldOf(cluster, ID.Timestamp))).toEqual(
      Array.from({ length: 60 }, (_, second) => second * 1000),
    );
  });

  test("its cues stand before the clusters and give the position of each", () => {
    const order = children.map(({ id }) => id);
    expect(order.slice(0, 4)).toEqual([ID.Info, ID.Tracks, ID.Cues, ID.Cluster]);
    const cues = children
      .filter(({ id }) => id === ID.Cues)
      .flatMap((c) => [...childrenOf(bytes, c)]);
    expect(cues).toHaveLength(clusters.length);
    cues.forEach((cue, second) => {
      const [, positions] = childrenOf(bytes, cue);
      if (!positions) throw new Error(`cue ${second} has no positions`);
      const position = root.dataOffset + fieldOf(positions, ID.CueClusterPosition);
      expect(readElement(bytes, position, bytes.length)).toEqual(clusters[second]);
      expect(fieldOf(cue, ID.CueTime)).toBe(second * 1000);
      expect(fieldOf(positions, ID.CueTrack)).toBe(1);
    });
  });
});

describe("a segment that breaks a rule is a bug of the caller", () => {
  test.each([
    ["no packet", { packets: [] }, "must hold a sample, got -3840"],
    ["nothing but skip", { packets: makePackets(4) }, "must hold a sample, got 0"],
    ["a skip of 6.5 ms", { skipSamples: 312 }, "skipSamples must be whole ms"],
    ["a negative skip", { skipSamples: -48 }, "skipSamples must be whole ms"],
    ["a skip above 16 bits", { skipSamples: 65_568 }, "within 16 bits, got 65568"],
    ["a discarded packet", { discardSamples: 960 }, "from 0 to 959, got 960"],
    ["half a discarded sample", { discardSamples: 0.5 }, "from 0 to 959, got 0.5"],
    [
      "an empty packet",
      { packets: [new Uint8Array()] },
      "packet 0 must hold 960 samples, got undefined",
    ],
    [
      "a 60 ms packet",
      { packets: [Uint8Array.of(0x7b, 3)] },
      "packet 0 must hold 960 samples, got 2880",
    ],
  ])("%s", (_what, over, message) => {
    expect(() => writeSegment(segment(over))).toThrow(RangeError);
    expect(() => writeSegment(segment(over))).toThrow(message);
  });
});
