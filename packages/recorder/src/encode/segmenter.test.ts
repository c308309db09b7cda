import { PACKET_SAMPLES } from "@tapedeck/core/limits";
import { PREROLL_PACKETS, PRIMING_PACKETS } from "@tapedeck/core/webm/segment-cut";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSegmenter, type CutSegment } from "./segmenter.ts";

/** Each packet holds its own index, so that a cut shows which packets it took. */
const packet = (index: number) => Uint8Array.of(index >> 8, index & 0xff);
const indexOf = (bytes: Uint8Array) => ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
const indexes = (cut: CutSegment | undefined) => cut?.packets.map(indexOf);
const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index);

/** Pushes what an encoder gives for that much sound, some of it late, cutting all the while. */
function record(recording: {
  readonly packetsPerSegment: number;
  readonly capturedSamples: number;
  readonly blockSamples: number;
  readonly latePackets: number;
  readonly extraPackets: number;
}): CutSegment[] {
  const { packetsPerSegment, capturedSamples, blockSamples, latePackets, extraPackets } = recording;
  const segmenter = createSegmenter({ packetsPerSegment });
  const cuts: CutSegment[] = [];
  let pushed = 0;
  const pushUntil = (count: number) => {
    for (; pushed < count; pushed++) segmenter.push(packet(pushed));
  };
  for (let fed = 0; fed < capturedSamples;) {
    fed = Math.min(fed + blockSamples, capturedSamples);
    pushUntil(Math.floor(fed / PACKET_SAMPLES) - latePackets);
    cuts.push(...segmenter.takeWhole(fed));
  }
  pushUntil(PRIMING_PACKETS + Math.ceil(capturedSamples / PACKET_SAMPLES) + extraPackets);
  cuts.push(...segmenter.takeRest(capturedSamples));
  return cuts;
}

const recordings = fc.record({
  packetsPerSegment: fc.integer({ min: 1, max: 60 }),
  capturedSamples: fc.integer({ min: 0, max: 200 * PACKET_SAMPLES }),
  blockSamples: fc.integer({ min: 1, max: 3000 }),
  latePackets: fc.integer({ min: 0, max: 10 }),
  extraPackets: fc.integer({ min: 0, max: 3 }),
});

describe("the segmenter", () => {
  test("loses and doubles no packet: segments without their pre-roll are the encoder's stream", () => {
    fc.assert(
      fc.property(recordings, (recording) => {
        const cuts = record(recording);
        const joined = cuts.flatMap((cut) =>
          cut.packets.slice(cut.sequence === 0 ? 0 : cut.skipSamples / PACKET_SAMPLES),
        );
        const soundPackets = Math.ceil(recording.capturedSamples / PACKET_SAMPLES);
        const expected = soundPackets === 0 ? [] : range(0, PRIMING_PACKETS + soundPackets);
        expect(joined.map(indexOf)).toEqual(expected);
      }),
    );
  });

  test("declares every captured sample once, and what each file decodes to", () => {
    fc.assert(
      fc.property(recordings, (recording) => {
        let nextSample = 0;
        record(recording).forEach((cut, sequence) => {
          expect(cut.sequence).toBe(sequence);
          expect(cut.startSample).toBe(nextSample);
          expect(cut.sampleCount).toBe(
            cut.packets.length * PACKET_SAMPLES - cut.skipSamples - cut.discardSamples,
          );
          expect(cut.discardSamples).toBeLessThan(PACKET_SAMPLES);
          nextSample += cut.sampleCount;
        });
        expect(nextSample).toBe(recording.capturedSamples);
      }),
    );
  });

  test("opens every segment but the first with 100 ms of its predecessor", () => {
    const cuts = record({
      packetsPerSegment: 100,
      capturedSamples: 250 * PACKET_SAMPLES,
      blockSamples: 480,
      latePackets: 0,
      extraPackets: 1,
    });
    expect(cuts.map((cut) => [indexes(cut)?.[0], indexes(cut)?.at(-1), cut.skipSamples])).toEqual([
      [0, 100, PRIMING_PACKETS * PACKET_SAMPLES],
      [96, 200, PREROLL_PACKETS * PACKET_SAMPLES],
      [196, 250, PREROLL_PACKETS * PACKET_SAMPLES],
    ]);
  });

  test("does not take padding for sound: the last packet of a segment may hold both", () => {
    const segmenter = createSegmenter({ packetsPerSegment: 2 });
    const capturedSamples = 2 * PACKET_SAMPLES - 500;
    for (const index of range(0, 4)) segmenter.push(packet(index));
    expect(segmenter.takeWhole(capturedSamples)).toEqual([]);
    expect(segmenter.takeRest(capturedSamples)).toMatchObject([
      { sequence: 0, sampleCount: capturedSamples, discardSamples: 500 },
    ]);
  });

  test("writes no empty segment when the sound ends at a cut, or never began", () => {
    const whole = { packetsPerSegment: 5, blockSamples: 480, latePackets: 0, extraPackets: 2 };
    expect(record({ ...whole, capturedSamples: 10 * PACKET_SAMPLES })).toHaveLength(2);
    expect(record({ ...whole, capturedSamples: 0 })).toEqual([]);
  });

  test("keeps what it has when the encoder dies: only the missing packets' sound is left out", () => {
    const segmenter = createSegmenter({ packetsPerSegment: 3 });
    for (const index of range(0, 6)) segmenter.push(packet(index));
    const cuts = segmenter.takeRest(100 * PACKET_SAMPLES);
    expect(cuts.map(({ sampleCount }) => sampleCount / PACKET_SAMPLES)).toEqual([3, 2]);
    expect(createSegmenter({ packetsPerSegment: 3 }).takeRest(PACKET_SAMPLES)).toEqual([]);
  });
});
