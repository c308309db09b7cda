import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { manifest as manifestSchema, type Gap, type SealByList } from "./contract.ts";
import { buildManifest, extendManifest, holdsGaps } from "./manifest.ts";
import {
  gap,
  recordingId,
  segments as segmentsOf,
  sha256Of,
  toSeal,
} from "./testing/stored-recording.ts";

const sealedAtMicros = Date.UTC(2026, 10, 23, 8, 15, 30, 250) * 1000;
const build = (input: SealByList) => buildManifest(input, sealedAtMicros);

const pieces = fc.array(
  fc.record({
    sampleCount: fc.integer({ min: 1, max: 2_880_000 }),
    sizeBytes: fc.integer({ min: 1, max: 8_388_608 }),
    sha256: fc.nat({ max: 255 }).map(sha256Of),
  }),
  { minLength: 1, maxLength: 40 },
);
const gaps: fc.Arbitrary<Gap[]> = fc.array(
  fc.record({
    startSample: fc.nat(),
    durationMs: fc.integer({ min: 1, max: 60_000 }),
    reason: fc.constantFrom("paused", "interrupted", "lost"),
  }),
  { maxLength: 5 },
);
/** A recording without holes, named in order. */
const recordings: fc.Arbitrary<SealByList> = fc
  .record({ pieces, gaps, title: fc.option(fc.string({ minLength: 1 }), { nil: undefined }) })
  .map((drawn) => {
    let startSample = 0;
    const segments = drawn.pieces.map((piece, sequence) => {
      const segment = { sequence, startSample, ...piece };
      startSample += piece.sampleCount;
      return segment;
    });
    const { title } = drawn;
    return { recordingId, segments, gaps: drawn.gaps, ...(title === undefined ? {} : { title }) };
  });

test("the order in which segments are named changes no byte of it", () => {
  const shuffled = recordings.chain((input) =>
    fc
      .shuffledSubarray([...input.segments], { minLength: input.segments.length })
      .map((segments) => ({ input, segments })),
  );
  fc.assert(
    fc.property(shuffled, ({ input, segments }) => {
      expect(JSON.stringify(build({ ...input, segments }))).toBe(JSON.stringify(build(input)));
    }),
  );
});

test("a manifest reads back as it was written, byte for byte", () => {
  fc.assert(
    fc.property(recordings, (input) => {
      const written = JSON.stringify(build(input));
      const read = manifestSchema.parse(JSON.parse(written));
      expect(JSON.stringify(read)).toBe(written);
      expect(holdsGaps(read, input.gaps)).toBe(true);
    }),
  );
});

test("a manifest's sums are those of its segments", () => {
  fc.assert(
    fc.property(recordings, (input) => {
      const manifest = build(input);
      const last = manifest.segments.at(-1);
      expect(manifest.sampleCount).toBe((last?.startSample ?? 0) + (last?.sampleCount ?? 0));
      expect(manifest.durationMs).toBe(manifest.sampleCount / 48);
      expect(manifest.sizeBytes).toBe(
        input.segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      );
    }),
  );
});

test("any segment that is left out is named", () => {
  const withHole = recordings
    .filter(({ segments }) => segments.length > 1)
    .chain((input) =>
      fc.record({ input: fc.constant(input), hole: fc.nat({ max: input.segments.length - 2 }) }),
    );
  fc.assert(
    fc.property(withHole, ({ input, hole }) => {
      const segments = input.segments.filter(({ sequence }) => sequence !== hole);
      expect(() => build({ ...input, segments })).toThrow(
        expect.objectContaining({
          code: "RECORDING_INCOMPLETE",
          message: `Segments left out: ${hole}.`,
          details: { sequences: String(hole), sequenceCount: 1 },
        }),
      );
    }),
  );
});

test("a million missing sequences are counted, and twenty of them named", () => {
  const twenty = Array.from({ length: 20 }, (_, sequence) => sequence);
  const [only] = segmentsOf(1).map((segment) => ({ ...segment, sequence: 999_999 }));
  expect(() => build({ ...toSeal, segments: only === undefined ? [] : [only] })).toThrow(
    expect.objectContaining({
      message: `Segments left out: ${twenty.join(", ")} and 999979 more.`,
      details: {
        sequences: twenty.join(),
        sequenceCount: 999_999,
      },
    }),
  );
});

test.each([
  ["overlaps the one before it", 239_999],
  ["leaves a hole", 240_001],
])("a segment that %s is refused", (_what, startSample) => {
  const segments = toSeal.segments.map((segment) =>
    segment.sequence === 1 ? { ...segment, startSample } : segment,
  );
  expect(() => build({ ...toSeal, segments })).toThrow(
    `Segment 1 must start at sample 240000, where the one before it ends, got ${startSample}.`,
  );
});

test("a manifest names its gaps in the order in which they happened", () => {
  const later = { ...gap, startSample: 480_000 };
  expect(build({ ...toSeal, gaps: [later, gap] }).gaps).toEqual([gap, later]);
});

describe("extending a stored manifest", () => {
  const { gaps: none, ...stored } = build({ ...toSeal, segments: segmentsOf(2), gaps: [] });
  const short = { ...stored, gaps: none };
  const longer = build(toSeal);

  test("a manifest with all its segments and more extends it, and names the gaps of both", () => {
    const lost = { ...gap, startSample: 0, reason: "lost" as const };
    const extended = extendManifest({ ...short, gaps: [lost] }, longer);
    expect(extended).toEqual({ ...longer, gaps: [lost, gap] });
  });

  test("the stored title stays", () => {
    const titled = { ...short, title: "Standup" };
    expect(extendManifest(titled, { ...longer, title: "x" })?.title).toBe("Standup");
    expect(extendManifest(short, { ...longer, title: "x" })?.title).toBe("x");
  });

  test("a manifest that is as long or shorter, or lacks one of its segments, does not extend it", () => {
    const [first, ...rest] = longer.segments;
    if (first === undefined) throw new Error("the recording has no segment");
    expect(extendManifest(longer, longer)).toBeUndefined();
    expect(extendManifest(longer, short)).toBeUndefined();
    const other = [{ ...first, sha256: sha256Of(99) }, ...rest];
    expect(extendManifest(short, { ...longer, segments: other })).toBeUndefined();
  });
});

test.each([
  [[], true],
  [[gap], true],
  [[{ ...gap, startSample: 7 }], false],
  [[{ ...gap, durationMs: 7 }], false],
  [[{ ...gap, reason: "lost" as const }], false],
  [[gap, { ...gap, durationMs: 7 }], false],
])("a manifest with one gap holds the gaps %j: %s", (gaps, isHeld) => {
  expect(holdsGaps(build(toSeal), gaps)).toBe(isHeld);
});
