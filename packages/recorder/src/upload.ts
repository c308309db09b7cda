// One segment on its way to the bucket: what is known about it. What to do next: uploader.ts.
import type { Grant, SegmentToStore } from "@tapedeck/core/contract";
import type { SegmentSnapshot, SegmentStatus } from "./snapshot.ts";
import type { RecordedSegment } from "./worker-protocol.ts";

export interface Upload {
  readonly segment: Omit<RecordedSegment, "bytes">;
  readonly sizeBytes: number;
  /** Let go once they are stored. */
  bytes: Uint8Array<ArrayBuffer> | undefined;
  status: SegmentStatus | { readonly kind: "presigning" };
  /** Since the start, or since a person asked to try again. */
  failedAttempts: number;
  grant: Grant | undefined;
  /** By this device's clock, in ms since 1970. */
  grantUsableUntilMs: number;
  /** Ends the waiting, if it is waiting. */
  cancelTimer: () => void;
}

export function newUpload({ bytes, ...segment }: RecordedSegment): Upload {
  return {
    segment,
    sizeBytes: bytes.length,
    bytes,
    status: { kind: "recorded" },
    failedAttempts: 0,
    grant: undefined,
    grantUsableUntilMs: 0,
    cancelTimer: () => undefined,
  };
}

/** Neither under way, nor waiting, nor done. */
export function isReady({ status }: Upload): boolean {
  return status.kind === "recorded";
}

export function hasUsableGrant({ grant, grantUsableUntilMs }: Upload, nowMs: number): boolean {
  return grant !== undefined && nowMs < grantUsableUntilMs;
}

export function toGrantRequest({ segment, sizeBytes }: Upload): SegmentToStore {
  const { sequence, sha256, startSample, sampleCount } = segment;
  return { sequence, sizeBytes, sha256, startSample, sampleCount };
}

/** Asking for a grant takes too short a time to be shown. */
export function toSnapshot({ segment, sizeBytes, status }: Upload): SegmentSnapshot {
  const { recordingId, sequence, startSample, sampleCount } = segment;
  const shown: SegmentStatus = status.kind === "presigning" ? { kind: "recorded" } : status;
  return { recordingId, sequence, startSample, sampleCount, sizeBytes, status: shown };
}
