import { expect, it } from "vitest";
import { makePackets } from "../webm/testing/opus-packets.ts";
import { writeSegment } from "../webm/segment-writer.ts";
import { checkArrival, type Arrival } from "./check-arrival.ts";

const USER = "users/hosts/cognito/5f1c";
const RECORDING = "2026-11-23-08-15-30-123456-7ZK3QF";

/** Half a second that starts the recording. */
function arrival(changed: Partial<Arrival> = {}): Arrival {
  return {
    key: `${USER}/${RECORDING}_000000.webm`,
    metadata: { "format-version": "1", "sample-count": "24000", "start-sample": "0" },
    bytes: writeSegment({
      packets: makePackets(25),
      channelCount: 1,
      skipSamples: 0,
      discardSamples: 0,
    }),
    ...changed,
  };
}

const code = (changed: Partial<Arrival>) => {
  try {
    checkArrival(arrival(changed));
    return "ok";
  } catch (thrown) {
    return (thrown as { code?: string }).code;
  }
};

it("a segment that is what its key and metadata say passes", () => {
  expect(code({})).toBe("ok");
  const metadata = { ...arrival().metadata, "start-sample": "240000" };
  expect(code({ key: `${USER}/${RECORDING}_000001.webm`, metadata })).toBe("ok");
});

it("a one-off upload passes without metadata", () => {
  expect(code({ key: `${USER}/2026-11-23-08-15-30-123456.webm`, metadata: {} })).toBe("ok");
});

it("a key that the layout does not know fails", () => {
  expect(code({ key: `${USER}/notes.webm` })).toBe("KEY_INVALID");
});

it("bytes that are no WebM file fail, cut off ones too", () => {
  expect(code({ bytes: new TextEncoder().encode("<html>") })).toBe("WEBM_INVALID");
  expect(code({ bytes: arrival().bytes.subarray(0, 300) })).toBe("WEBM_INVALID");
});

it.each([
  ["another sample count", { "sample-count": "24001" }],
  ["another format version", { "format-version": "2" }],
  ["a first segment that starts later", { "start-sample": "960" }],
  ["a start that is no number", { "start-sample": "0x0" }],
])("a segment whose metadata tell of %s fails", (_what, changed) => {
  expect(code({ metadata: { ...arrival().metadata, ...changed } })).toBe("INPUT_INVALID");
});

it("a later segment that claims to start the recording fails", () => {
  expect(code({ key: `${USER}/${RECORDING}_000001.webm` })).toBe("INPUT_INVALID");
});

it("a segment without metadata fails", () => {
  expect(code({ metadata: {} })).toBe("INPUT_INVALID");
});
