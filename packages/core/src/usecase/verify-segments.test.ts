import { expect, test } from "vitest";
import {
  identity,
  keyOf,
  recordingId,
  segment,
  segments,
  sha256Of,
  stored,
  storedRecording,
} from "../testing/stored-recording.ts";
import { verifySegments } from "./verify-segments.ts";

function asked(sequence: number) {
  const { sizeBytes, sha256 } = segment(sequence);
  return { sequence, sizeBytes, sha256 };
}

test.each([
  ["these very bytes", {}, { state: "verified" }],
  ["another size", { sizeBytes: 7 }, { state: "mismatch" }],
  ["another checksum", { sha256: sha256Of(99) }, { state: "mismatch" }],
  [
    "a header that no grant signs",
    { unsignedHeaders: { "content-encoding": "gzip" } },
    { state: "mismatch" },
  ],
  ["no checksum", { sha256: undefined }, { state: "mismatch", checksum: "absent" }],
  [
    "the checksum of parts",
    { sha256: `${sha256Of(2)}-2` },
    { state: "mismatch", checksum: "absent" },
  ],
] as const)("a segment is judged by its object: %s", async (_what, changed, verdict) => {
  const ports = storedRecording(3);
  ports.store.objects.set(keyOf(1), { ...stored(1), ...changed });
  const input = { recordingId, segments: [3, 1].map(asked) };
  expect(await verifySegments(input, identity, ports)).toEqual({
    userType: "customer",
    segments: [
      { sequence: 3, state: "missing" },
      { sequence: 1, ...verdict },
    ],
  });
});

test("a hundred segments cost one HEAD each, and verdicts come in the order asked", async () => {
  const ports = storedRecording(100);
  const sequences = segments(100)
    .map(({ sequence }) => sequence)
    .toReversed();
  const input = { recordingId, segments: sequences.map(asked) };
  const verdicts = await verifySegments(input, identity, ports);
  expect(verdicts.segments).toEqual(sequences.map((sequence) => ({ sequence, state: "verified" })));
  expect(ports.store.headCount()).toBe(100);
  expect(ports.store.mostHeadsAtOnce()).toBe(48);
});

test.each([
  ["person", { sub: "f00d" }],
  ["provider", { provider: "google" }],
  ["user type", { userType: "hosts" }],
])("a segment of another %s is missing", async (_what, other) => {
  const ports = storedRecording(1);
  const input = { recordingId, segments: [asked(0)] };
  const verdicts = await verifySegments(input, { ...identity, ...other }, ports);
  expect(verdicts.segments).toEqual([{ sequence: 0, state: "missing" }]);
});

test("a failing store gives an error and no verdict", async () => {
  const ports = storedRecording(3);
  const failing = { ...ports.store, head: () => Promise.reject(new Error("S3 is away")) };
  const input = { recordingId, segments: [asked(0)] };
  await expect(verifySegments(input, identity, { store: failing })).rejects.toThrow("S3 is away");
});
