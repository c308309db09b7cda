// A recording of 5 s segments and a bucket that holds the first of them, for tests of verify and seal.
import type { SealByCount, SealByList, SegmentToStore } from "../contract.ts";
import type { IdentityRules } from "../identity.ts";
import { makeRecordingId } from "../ids.ts";
import { objectKey } from "../object-key.ts";
import type { Clock, StoredObject } from "../ports.ts";
import { segmentsDigest, type Sha256 } from "../segments-digest.ts";
import { createMemoryObjectStore, type MemoryObjectStore } from "./memory-object-store.ts";

const startedAtMicros = Date.UTC(2026, 10, 23, 8, 14, 30, 250) * 1000;
export const recordingId = makeRecordingId(startedAtMicros, new Uint8Array(6));
export const identity = { userType: "customer", provider: "cognito", sub: "0b9c" };

/** The rules of the person's installation: all of their recordings lie in one place. */
export const identityRules = { userTypes: [] as readonly string[] };

/** The base64 of 32 bytes, different for each number. */
export function sha256Of(content: number): string {
  return `${String(content).padStart(42, "0")}A=`;
}

export function segment(sequence: number): SegmentToStore {
  return {
    sequence,
    sizeBytes: 1000 + sequence,
    sha256: sha256Of(sequence + 1),
    startSample: sequence * 240_000,
    sampleCount: 240_000,
  };
}

/** The first segments of the recording. */
export function segments(count: number): SegmentToStore[] {
  return Array.from({ length: count }, (_, sequence) => segment(sequence));
}

export function stored(sequence: number): StoredObject {
  const { sizeBytes, sha256, startSample, sampleCount } = segment(sequence);
  const metadata = { "start-sample": String(startSample), "sample-count": String(sampleCount) };
  return { sizeBytes, sha256, metadata };
}

export function keyOf(sequence: number): string {
  return objectKey(identity, { kind: "segment", recordingId, sequence });
}

export const manifestKey = objectKey(identity, { kind: "manifest", recordingId });

export const gap = { startSample: 240_000, durationMs: 1500, reason: "paused" } as const;

/** The input of a seal: three segments and a gap. */
export const toSeal: SealByList = { recordingId, segments: segments(3), gaps: [gap] };

/** Core has no SHA-256 of its own. This one is a sum, which tells the bytes of these tests apart. */
export const sha256: Sha256 = async (bytes) => {
  let sum = 7;
  for (const byte of bytes) sum = (sum * 31 + byte) % 1_000_000_007;
  return sha256Of(sum);
};

/** The input of a seal that names the first segments by their count. */
export async function sealByCount(count: number): Promise<SealByCount> {
  const digest = await segmentsDigest(segments(count), sha256);
  return { recordingId, segmentCount: count, digest, gaps: [gap] };
}

export interface StoredRecording {
  readonly store: MemoryObjectStore;
  readonly sha256: Sha256;
  /** A minute after the recording began. */
  readonly clock: Clock;
  readonly identityRules: Pick<IdentityRules, "userTypes">;
}

export function storedRecording(count: number): StoredRecording {
  const store = createMemoryObjectStore();
  for (const { sequence } of segments(count)) store.objects.set(keyOf(sequence), stored(sequence));
  return { store, sha256, identityRules, clock: { nowMicros: () => startedAtMicros + 60_000_000 } };
}
