import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  childrenOf,
  readElement,
  readFloat,
  readInt,
  readText,
  readUint,
  type ElementRead,
} from "./ebml-read.ts";
import { ascii, assemble, element, float64, int, uint } from "./ebml-write.ts";
import * as ID from "./elements.ts";

/** The bytes of one element around some content, and the element as it reads. */
function written(content: Uint8Array): [Uint8Array, ElementRead] {
  const bytes = assemble(element(ID.TrackNumber, [content]));
  return [bytes, readElement(bytes, 0, bytes.length)];
}

describe("values that the writer encodes read back", () => {
  test("unsigned integers, at any width", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat({ max: 1 }), (value, extra) => {
        expect(readUint(...written(uint(value, 7 + extra)))).toBe(value);
        expect(readUint(...written(uint(value)))).toBe(value);
      }),
    );
  });

  test("signed integers", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 }),
        fc.nat({ max: 15 }),
        (n, shift) => {
          expect(readInt(...written(int(n * 2 ** shift)))).toBe(n * 2 ** shift);
        },
      ),
    );
  });

  test("floats of eight bytes", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(readFloat(...written(float64(value)))).toBe(value);
      }),
    );
  });

  test("elements with content of any size", () => {
    fc.assert(
      fc.property(fc.nat({ max: 70_000 }), fc.constantFrom(...Object.values(ID)), (size, id) => {
        const bytes = assemble(element(id, [new Uint8Array(size)]));
        expect(readElement(bytes, 0, bytes.length)).toMatchObject({
          id,
          endOffset: bytes.length,
          dataOffset: bytes.length - size,
        });
      }),
    );
  });
});

test("floats of four bytes and of none are read", () => {
  expect(readFloat(...written(Uint8Array.of(0x47, 0x3b, 0x80, 0)))).toBe(48_000);
  expect(readFloat(...written(new Uint8Array()))).toBe(0);
});

test("text loses its padding and all but its first 32 bytes", () => {
  expect(readText(...written(Uint8Array.of(...ascii("webm"), 0, 0)))).toBe("webm");
  expect(readText(...written(ascii("x".repeat(100_000))))).toBe("x".repeat(32));
});

describe("a value that breaks the format is refused with its rule and place", () => {
  test.each([
    ["an integer of 9 bytes", readUint, new Uint8Array(9), "at most 8 bytes, got 9, at byte 0."],
    ["an integer above 2^53", readUint, new Uint8Array(8).fill(255), "must be below 2^53"],
    [
      "a signed integer beyond 2^53",
      readInt,
      Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0),
      "within ±2^53",
    ],
    ["a float of 5 bytes", readFloat, new Uint8Array(5), "0, 4 or 8 bytes, got 5"],
  ])("%s", (_what, read, content, message) => {
    expect(() => read(...written(content))).toThrow(message);
  });
});

describe("an element that leaves its bounds is refused", () => {
  test.each([
    ["an id of five bytes", [0x08, 0, 0, 0, 0, 0x80], "at most 4 bytes, at byte 0."],
    ["an id that is cut off", [0x1a, 0x45], "must not end within its header, at byte 0."],
    ["an id without a size", [0xae], "must not end within its header, at byte 1."],
    ["a size of nine bytes", [0xae, 0, 0, 0, 0, 0, 0, 0, 0, 0], "at most 8 bytes, at byte 1."],
    ["a size that is cut off", [0xae, 0x40], "must not end within its header, at byte 1."],
    ["a size past the end", [0xae, 0x82, 0], "1 bytes are left, it claims 2, at byte 0."],
    [
      "a size of 2^56 - 17",
      [0xae, 1, 255, 255, 255, 255, 255, 255, 0xef],
      "it claims 7205759403792",
    ],
    ["an unknown size where none may be", [0xae, 0xff], "Only a Segment or Cluster may leave"],
  ])("%s", (_what, bytes, message) => {
    expect(() => readElement(Uint8Array.from(bytes), 0, bytes.length)).toThrow(message);
  });

  test("a child that is larger than its parent, in a file that goes on", () => {
    const bytes = Uint8Array.of(0xae, 0x82, 0xd7, 0x81, 1);
    const children = childrenOf(bytes, readElement(bytes, 0, bytes.length));
    expect(() => [...children]).toThrow("0 bytes are left, it claims 1, at byte 2.");
  });
});
