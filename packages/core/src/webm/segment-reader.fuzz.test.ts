import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "../errors.ts";
import * as ID from "./elements.ts";
import { readSegment } from "./segment-reader.ts";
import { writeSegment } from "./segment-writer.ts";
import { makePackets } from "./testing/opus-packets.ts";

const VALID = writeSegment({
  packets: makePackets(60),
  channelCount: 2,
  skipSamples: 960,
  discardSamples: 100,
});

/** The bytes before the packets: a mutation there can damage the structure. */
const HEAD_BYTES = 400;

/** "read" if the bytes give what `readSegment` promises, "refused" if they are refused as such. */
function verdict(bytes: Uint8Array): string {
  try {
    const { packets, skipSamples, discardSamples, sampleCount, durationMs } = readSegment(bytes);
    const keepsPromises =
      sampleCount === packets.length * 960 - skipSamples - discardSamples &&
      sampleCount > 0 &&
      discardSamples < 960 &&
      skipSamples % 48 === 0 &&
      Math.abs(durationMs - sampleCount / 48) <= 1;
    return keepsPromises ? "read" : "read, but a promise is broken";
  } catch (error) {
    // Any other error is a bug of the reader, and fails the test with its own stack.
    if (!(error instanceof AppError) || error.code !== "WEBM_INVALID") throw error;
    const offset = error.details["offset"];
    const isInFile = typeof offset === "number" && offset >= 0 && offset <= bytes.length;
    return isInFile ? "refused" : "refused outside the file";
  }
}

test("any bytes are refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(verdict(bytes)).toBe("refused");
    }),
    { numRuns: 2000 },
  );
});

test("any bytes behind a valid beginning are refused", () => {
  fc.assert(
    fc.property(fc.nat({ max: HEAD_BYTES }), fc.uint8Array({ maxLength: 400 }), (kept, tail) => {
      const bytes = Uint8Array.from([...VALID.subarray(0, kept), ...tail]);
      expect(verdict(bytes)).toBe("refused");
    }),
    { numRuns: 2000 },
  );
});

test("a file cut short at any byte is refused", () => {
  for (let length = 0; length < VALID.length; length++) {
    expect(verdict(VALID.slice(0, length))).toBe("refused");
  }
  expect(verdict(VALID)).toBe("read");
});

test("a flip of any byte or bit of the head ends in a file or a refusal", () => {
  for (let offset = 0; offset < HEAD_BYTES; offset++) {
    for (let bit = 0; bit < 8; bit++) {
      const bytes = VALID.slice();
      bytes[offset] = (bytes[offset] ?? 0) ^ (1 << bit);
      expect(verdict(bytes)).toMatch(/^(read|refused)$/);
    }
  }
});

test("a few changes, insertions and removals at any place end in a file or a refusal", () => {
  const edit = fc.record({
    offset: fc.oneof(fc.nat({ max: HEAD_BYTES }), fc.nat({ max: VALID.length })),
    removed: fc.constantFrom(0, 0, 1, 1, 1, 4, 100),
    inserted: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      // False sizes: unknown, largest, longest
      fc.constantFrom(
        Uint8Array.of(0xff),
        Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
        Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xf0),
        Uint8Array.of(0x08, 0xff, 0xff, 0xff, 0xfe),
      ),
      fc.constantFrom(...Object.values(ID)).map((id) => Uint8Array.of(id >>> 8, id & 0xff, 0x80)),
    ),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let bytes = VALID;
      for (const { offset, removed, inserted } of edits) {
        bytes = Uint8Array.from([
          ...bytes.subarray(0, offset),
          ...inserted,
          ...bytes.subarray(offset + removed),
        ]);
      }
      expect(verdict(bytes)).toMatch(/^(read|refused)$/);
    }),
    { numRuns: 4000 },
  );
});
