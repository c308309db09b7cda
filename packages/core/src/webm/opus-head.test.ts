import { describe, expect, test } from "vitest";
import { writeOpusHead } from "./opus-head.ts";
import { readOpusHead } from "./opus-head-reader.ts";

const head = () => writeOpusHead({ channelCount: 2, preSkipSamples: 3840 });

function withByte(offset: number, value: number): Uint8Array {
  const bytes = head();
  bytes[offset] = value;
  return bytes;
}

test("an OpusHead has the bytes of RFC 7845 §5.1", () => {
  expect(Buffer.from(head()).toString("hex")).toBe(
    // OpusHead, version 1, 2 channels, pre-skip 3840, 48000 Hz, gain 0, family 0
    "4f70757348656164" + "01" + "02" + "000f" + "80bb0000" + "0000" + "00",
  );
});

test("an OpusHead reads back, also from the middle of a larger buffer", () => {
  const file = new Uint8Array(40);
  file.set(head(), 7);
  expect(readOpusHead(file.subarray(7, 26))).toEqual({ channelCount: 2, preSkipSamples: 3840 });
});

describe("an OpusHead is refused with the rule that it breaks", () => {
  test.each([
    ["another magic", withByte(0, 0x6f), "CodecPrivate must be an OpusHead of 19 bytes"],
    ["one byte too short", head().subarray(0, 18), "CodecPrivate must be an OpusHead of 19 bytes"],
    ["no bytes", new Uint8Array(), "CodecPrivate must be an OpusHead of 19 bytes"],
    ["an incompatible version", withByte(8, 16), "OpusHead must be of version 0 to 15, got 16"],
    ["no channel", withByte(9, 0), "OpusHead must have 1 or 2 channels, got 0"],
    ["six channels", withByte(9, 6), "OpusHead must have 1 or 2 channels, got 6"],
    ["an output gain", withByte(17, 0xff), "OpusHead must have an output gain of 0, got -256"],
    [
      "another channel mapping",
      withByte(18, 1),
      "OpusHead must have the channel mapping family 0, got 1",
    ],
  ])("%s", (_what, bytes, sentence) => {
    expect(readOpusHead(bytes)).toBe(sentence);
  });
});
