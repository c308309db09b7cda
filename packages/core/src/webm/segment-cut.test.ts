import fc from "fast-check";
import { expect, test } from "vitest";
import { PREROLL_PACKETS, segmentCut } from "./segment-cut.ts";

test("segment 0 carries the priming packet and skips it", () => {
  expect(segmentCut({ sequence: 0, packetsPerSegment: 250 })).toEqual({
    firstPacket: 0,
    endPacket: 251,
    skipSamples: 960,
  });
});

test("every later segment carries the 100 ms before it and skips them", () => {
  expect(segmentCut({ sequence: 3, packetsPerSegment: 250 })).toEqual({
    firstPacket: 746,
    endPacket: 1001,
    skipSamples: 4800,
  });
});

test("segments of any length hold every packet once, in order, after their skips", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 40 }), (n, count) => {
      let expected = 1;
      for (let sequence = 0; sequence < count; sequence++) {
        const cut = segmentCut({ sequence, packetsPerSegment: n });
        const preroll = cut.skipSamples / 960;
        expect(cut.firstPacket + preroll).toBe(expected);
        expect(cut.endPacket).toBe(expected + n);
        expect(preroll).toBe(Math.min(PREROLL_PACKETS, expected));
        expected = cut.endPacket;
      }
    }),
  );
});

test.each([
  [-1, 250],
  [0.5, 250],
  [0, 0],
  [0, 2.5],
])(
  "a cut that means nothing is a bug: sequence %d of %d packets",
  (sequence, packetsPerSegment) => {
    expect(() => segmentCut({ sequence, packetsPerSegment })).toThrow(RangeError);
  },
);
