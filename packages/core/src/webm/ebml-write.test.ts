import { describe, expect, test } from "vitest";
import { ascii, assemble, element, float64, int, uint, vint } from "./ebml-write.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("variable-size integers have the bytes of RFC 8794 §4", () => {
  test.each([
    [0, "80"],
    [1, "81"],
    [2, "82"],
    [126, "fe"],
    // 0xff would mean "unknown size"
    [127, "407f"],
    [16_382, "7ffe"],
    [16_383, "203fff"],
    [2_097_151, "101fffff"],
    [2 ** 49 - 2, "03fffffffffffe"],
    [2 ** 53 - 1, "011fffffffffffff"],
  ])("%d", (value, bytes) => {
    expect(hex(vint(value))).toBe(bytes);
  });
});

test.each([
  [0, "00"],
  [255, "ff"],
  [256, "0100"],
  [1_000_000, "0f4240"],
  [0x1a45dfa3, "1a45dfa3"],
  [2 ** 53 - 1, "1fffffffffffff"],
])("an unsigned integer fills the fewest bytes: %d", (value, bytes) => {
  expect(hex(uint(value))).toBe(bytes);
});

test("an unsigned integer fills the width it is given", () => {
  expect(hex(uint(513, 6))).toBe("000000000201");
});

test.each([
  [0, "00"],
  [127, "7f"],
  [128, "0080"],
  [-1, "ff"],
  [-128, "80"],
  [-129, "ff7f"],
  [13_500_000, "00cdfe60"],
])("a signed integer is two's complement in the fewest bytes: %d", (value, bytes) => {
  expect(hex(int(value))).toBe(bytes);
});

test("a float is IEEE 754, eight bytes, big-endian", () => {
  expect(hex(float64(48_000))).toBe("40e7700000000000");
});

test("an element is its id, its content's size and its content, nested too", () => {
  const docType = element(0x4282, [ascii("webm")]);
  expect(hex(assemble(docType))).toBe("4282847765626d");
  expect(hex(assemble(element(0x1a45dfa3, docType, docType)))).toBe(
    "1a45dfa38e4282847765626d4282847765626d",
  );
});
