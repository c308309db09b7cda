// Well-formed input for the API, to be bent by the tests.
import type { SegmentToStore } from "@tapedeck/core/contract";

export const RECORDING_ID = "2026-11-23-08-15-30-123456-7ZK3QF";

/** SHA-256 of nothing. */
export const SHA256 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

export function makeSegment(sequence: number): SegmentToStore {
  return {
    sequence,
    sizeBytes: 40_000,
    sha256: SHA256,
    startSample: Math.max(0, Math.floor(sequence)) * 240_000,
    sampleCount: 240_000,
  };
}
