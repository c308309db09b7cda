// What the package @tapedeck/core promises to programs that are not in this repository.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import * as core from "@tapedeck/core";
import { segmentCut } from "@tapedeck/core/webm/segment-cut";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";
import { makePackets } from "../../packages/core/src/webm/testing/opus-packets.ts";

const RECORDING_ID = "2026-11-23-08-14-30-250000-7ZK3QF";
const PREFIX = "users/hosts/cognito/0b9c";

test("the index exports what a program beside this repository needs, and nothing else", () => {
  expect(Object.keys(core).toSorted()).toEqual([
    "AppError",
    "LIMITS",
    "SAMPLE_RATE_HZ",
    "isRecordingId",
    "joinSegments",
    "manifest",
    "parseObjectKey",
    "readSegment",
    "segmentsDigest",
  ]);
});

test("a program reads, checks and joins a recording in its bucket with the index alone", async () => {
  const bucket = storeTwoSegments();
  const stored = core.manifest.parse(JSON.parse(bucket.text(`${PREFIX}/${RECORDING_ID}.json`)));
  expect(core.isRecordingId(stored.recordingId)).toBe(true);

  const segments = bucket
    .keys()
    .filter((key) => core.parseObjectKey(key).object.kind === "segment")
    .map((key) => bucket.bytes(key));
  const hashes = segments.map((bytes) => ({ sha256: sha256Of(bytes) }));
  const digest = async (bytes: Uint8Array<ArrayBuffer>) => sha256Of(bytes);
  expect(await core.segmentsDigest(hashes, digest)).toBe(
    await core.segmentsDigest(stored.segments, digest),
  );

  const whole = core.readSegment(core.joinSegments(segments));
  expect(whole.sampleCount).toBe(stored.sampleCount);
});

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64");
}

/** A bucket with one sealed recording: two segments of 2 s and their manifest. */
function storeTwoSegments() {
  const packetsPerSegment = 100;
  const packets = makePackets(2 * packetsPerSegment + 1);
  const segments = [0, 1].map((sequence) => {
    const { firstPacket, endPacket, skipSamples } = segmentCut({ sequence, packetsPerSegment });
    const bytes = writeSegment({
      packets: packets.slice(firstPacket, endPacket),
      channelCount: 1,
      skipSamples,
      discardSamples: 0,
    });
    return { sequence, bytes, sampleCount: core.readSegment(bytes).sampleCount };
  });
  const sampleCount = segments.reduce((sum, segment) => sum + segment.sampleCount, 0);
  const written = {
    formatVersion: 1,
    recordingId: RECORDING_ID,
    startedAt: "2026-11-23T08:14:30.250Z",
    sealedAt: "2026-11-23T08:14:40.000Z",
    sampleRateHz: core.SAMPLE_RATE_HZ,
    durationMs: (sampleCount / core.SAMPLE_RATE_HZ) * 1000,
    sampleCount,
    sizeBytes: segments.reduce((sum, { bytes }) => sum + bytes.length, 0),
    segments: segments.map((segment, index) => ({
      sequence: segment.sequence,
      sizeBytes: segment.bytes.length,
      sha256: sha256Of(segment.bytes),
      startSample: index === 0 ? 0 : (segments[0]?.sampleCount ?? 0),
      sampleCount: segment.sampleCount,
    })),
    gaps: [],
  };
  const objects = new Map<string, Uint8Array>([
    ...segments.map(
      ({ sequence, bytes }) => [`${PREFIX}/${RECORDING_ID}_00000${sequence}.webm`, bytes] as const,
    ),
    [`${PREFIX}/${RECORDING_ID}.json`, new TextEncoder().encode(JSON.stringify(written))],
  ]);
  return {
    keys: () => [...objects.keys()],
    bytes: (key: string) => objects.get(key) ?? new Uint8Array(),
    text: (key: string) => new TextDecoder().decode(objects.get(key)),
  };
}
