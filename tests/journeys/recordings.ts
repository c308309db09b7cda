// Reads whole recordings from the bucket: the manifest, the segments that it names, and the whole file.
import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { Manifest } from "@tapedeck/core/contract";
import type { RecordingId } from "@tapedeck/core/ids";
import { joinSegments } from "@tapedeck/core/webm/join";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import type { SegmentPackets } from "../../packages/core/src/webm/segment-packets.ts";
import type { Stack } from "@tapedeck/local/start-stack";
import { readBucket, type StoredObject } from "../fixtures/stack/bucket.ts";

export interface BucketRecording {
  readonly recordingId: RecordingId;
  /** In the order of their sequence. */
  readonly segments: readonly StoredObject[];
  readonly manifest: Manifest | undefined;
  readonly wholeFile: StoredObject | undefined;
}

/** Oldest first. */
export async function readRecordings(stack: Stack): Promise<BucketRecording[]> {
  const found = new Map<
    RecordingId,
    { segments: StoredObject[]; manifest?: Manifest; wholeFile?: StoredObject }
  >();
  for (const stored of await readBucket(stack)) {
    const { object } = stored;
    if (object.kind !== "segment" && object.kind !== "manifest" && object.kind !== "file") {
      throw new Error(`stray ${stored.key}`);
    }
    const recording = found.get(object.recordingId) ?? { segments: [] };
    found.set(object.recordingId, recording);
    if (object.kind === "segment") recording.segments.push(stored);
    else if (object.kind === "file") recording.wholeFile = stored;
    else recording.manifest = JSON.parse(new TextDecoder().decode(stored.bytes)) as Manifest;
  }
  return [...found].map(([recordingId, { segments, manifest, wholeFile }]) => ({
    recordingId,
    segments,
    manifest,
    wholeFile,
  }));
}

/** @throws {Error} when the bucket holds nothing of it */
export async function readRecording(stack: Stack, id: RecordingId): Promise<BucketRecording> {
  const found = (await readRecordings(stack)).find(({ recordingId }) => recordingId === id);
  if (found === undefined) throw new Error(`the bucket does not hold ${id}`);
  return found;
}

/** Waits until the function has made it. */
export async function readWholeFile(stack: Stack, id: RecordingId): Promise<Uint8Array> {
  const find = async () => (await readRecording(stack, id)).wholeFile?.bytes;
  await expect.poll(find, { timeout: 60_000 }).toBeDefined();
  return (await find()) ?? new Uint8Array();
}

/**
 * Checks that the manifest names exactly the stored objects, byte for byte, and that they join without a
 * hole: each pre-roll repeats the end of the segment before it.
 */
export function expectComplete({ recordingId, segments, manifest }: BucketRecording): {
  readonly manifest: Manifest;
  readonly joined: SegmentPackets;
} {
  if (manifest === undefined) throw new Error(`${recordingId} has no manifest`);
  expect(
    manifest.segments.map(({ sequence, sizeBytes, sha256 }) => [sequence, sizeBytes, sha256]),
  ).toEqual(
    segments.map(({ bytes }, sequence) => [
      sequence,
      bytes.length,
      createHash("sha256").update(bytes).digest("base64"),
    ]),
  );
  const joined = readSegment(joinSegments(segments.map(({ bytes }) => bytes)));
  const joinedSamples = joined.packets.length * 960 - joined.skipSamples - joined.discardSamples;
  expect(manifest.sampleCount).toBe(joinedSamples);
  return { manifest, joined };
}
