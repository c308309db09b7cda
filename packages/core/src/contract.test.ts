import { describe, expect, test } from "vitest";
import { presignSegmentsInput, presignUploadInput } from "./contract.ts";

const sha256 = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";
const recordingId = "2026-11-23-08-15-30-123456-7ZK3QF";
const upload = { contentType: "audio/webm", sizeBytes: 40_123, sha256 };
const segment = { sequence: 0, sizeBytes: 40_123, sha256, startSample: 0, sampleCount: 240_000 };
const call = (...segments: object[]) => ({ recordingId, segments });
const many = (count: number) =>
  call(...Array.from({ length: count }, (_, sequence) => ({ ...segment, sequence })));

type Schema = typeof presignUploadInput | typeof presignSegmentsInput;

/** The schema's messages about an input, as `path: message`; none when it accepts the input. */
function complaints(schema: Schema, input: unknown): string[] {
  const { error } = schema.safeParse(input);
  return error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
}

describe("input that keeps the rules is accepted unchanged", () => {
  test.each([
    ["an upload", presignUploadInput, upload],
    [
      "an upload with codecs",
      presignUploadInput,
      { ...upload, contentType: "audio/webm;codecs=opus" },
    ],
    ["an upload of one byte", presignUploadInput, { ...upload, sizeBytes: 1 }],
    ["an upload of 8 MiB", presignUploadInput, { ...upload, sizeBytes: 8_388_608 }],
    ["a segment", presignSegmentsInput, many(1)],
    ["a hundred segments", presignSegmentsInput, many(100)],
    ["the last sequence", presignSegmentsInput, call({ ...segment, sequence: 999_999 })],
    ["segments out of order", presignSegmentsInput, call({ ...segment, sequence: 5 }, segment)],
  ])("%s", (_what, schema: Schema, input) => {
    expect(schema.parse(input)).toEqual(input);
  });
});

describe("an upload that breaks a rule is refused with the rule and the value", () => {
  const size = (got: string) =>
    `sizeBytes: must be a whole number of bytes from 1 to 8388608, got ${got}`;
  const checksum = (got: string) =>
    `sha256: must be the base64 of 32 bytes (44 characters), got ${got}`;
  const type = (got: string) =>
    `contentType: must be one of audio/webm, audio/webm;codecs=opus, got ${got}`;
  test.each([
    [{ sizeBytes: 0 }, size("0")],
    [{ sizeBytes: 8_388_609 }, size("8388609")],
    [{ sizeBytes: -1 }, size("-1")],
    [{ sizeBytes: 1.5 }, size("1.5")],
    [{ sizeBytes: 2 ** 53 }, size("9007199254740992")],
    [{ sizeBytes: Number.NaN }, size("NaN")],
    [{ sizeBytes: "40123" }, size('"40123"')],
    [{ sizeBytes: undefined }, size("nothing")],
    [{ sha256: sha256.slice(1) }, checksum(`"${sha256.slice(1)}"`)],
    [{ sha256: `A${sha256}` }, checksum(`"A${sha256}"`)],
    [{ sha256: "" }, checksum('""')],
    [{ sha256: sha256.replace("/", "_") }, checksum(`"${sha256.replace("/", "_")}"`)],
    // 33 bytes, and 32 bytes whose unused bits are set
    [{ sha256: "A".repeat(44) }, checksum(`"${"A".repeat(44)}"`)],
    [{ sha256: `${"A".repeat(42)}B=` }, checksum(`"${"A".repeat(42)}B="`)],
    [{ sha256: `${sha256}\n` }, checksum(`"${sha256}\\n"`)],
    [{ sha256: 7 }, checksum("7")],
    [{ contentType: "audio/mpeg" }, type('"audio/mpeg"')],
    [{ contentType: "audio/webm; codecs=opus" }, type('"audio/webm; codecs=opus"')],
    [{ contentType: "text/html" }, type('"text/html"')],
    [{ contentType: undefined }, type("nothing")],
  ])("%j", (over, complaint) => {
    expect(complaints(presignUploadInput, { ...upload, ...over })).toContain(complaint);
  });

  test("an unknown field is refused, not dropped", () => {
    expect(complaints(presignUploadInput, { ...upload, key: "users/x" })).toEqual([
      expect.stringContaining('"key"'),
    ]);
  });
});

describe("segments that break a rule are refused with the rule and the value", () => {
  const sequence = (got: string) =>
    `segments.0.sequence: must be a whole number of segments from 0 to 999999, got ${got}`;
  const list = (got: string) => `segments: must be a list of 1 to 100 segments, got ${got}`;
  test.each([
    ["a negative sequence", call({ ...segment, sequence: -1 }), sequence("-1")],
    ["a fractional sequence", call({ ...segment, sequence: 0.5 }), sequence("0.5")],
    ["a sequence above the last", call({ ...segment, sequence: 1_000_000 }), sequence("1000000")],
    ["a sequence as text", call({ ...segment, sequence: "000000" }), sequence('"000000"')],
    ["no segment", many(0), list("a list of 0")],
    ["101 segments", many(101), list("a list of 101")],
    ["no list", { recordingId, segments: "all" }, list('"all"')],
    [
      "a doubled sequence",
      call(segment, { ...segment, sizeBytes: 7 }),
      "segments: must name each sequence once, got 0 twice",
    ],
    [
      "size 0",
      call({ ...segment, sizeBytes: 0 }),
      "segments.0.sizeBytes: must be a whole number of bytes from 1 to 8388608, got 0",
    ],
    [
      "size above 8 MiB",
      call(segment, { ...segment, sequence: 1, sizeBytes: 8_388_609 }),
      "segments.1.sizeBytes: must be a whole number of bytes from 1 to 8388608, got 8388609",
    ],
    [
      "a short checksum",
      call({ ...segment, sha256: "abc=" }),
      'segments.0.sha256: must be the base64 of 32 bytes (44 characters), got "abc="',
    ],
    [
      "a start before the start",
      call({ ...segment, startSample: -1 }),
      "segments.0.startSample: must be a whole number of samples from 0 to 4503599627370496, got -1",
    ],
    [
      "no sample",
      call({ ...segment, sampleCount: 0 }),
      "segments.0.sampleCount: must be a whole number of samples from 1 to 2880000, got 0",
    ],
    [
      "more than a minute",
      call({ ...segment, sampleCount: 2_880_001 }),
      "segments.0.sampleCount: must be a whole number of samples from 1 to 2880000, got 2880001",
    ],
    [
      "a malformed recording id",
      { ...many(1), recordingId: "../x" },
      'recordingId: must be a recording id {timestamp}-{6 characters of Crockford base32}, got "../x"',
    ],
  ])("%s", (_what, input, complaint) => {
    expect(complaints(presignSegmentsInput, input)).toContain(complaint);
  });
});
