// One segment on its way to the bucket: what the uploader knows about it. What to do: uploader.ts.
import type { Grant, SegmentToStore, SegmentToVerify } from "@tapedeck/core/contract";
import {
  durableLife,
  nextLife,
  revivedLife,
  type DurableLife,
  type SegmentLife,
} from "@tapedeck/core/segment-life";
import type { SegmentRecord } from "../journal/journal-records.ts";
import type { SegmentView } from "./views.ts";

export interface Upload {
  /** As it was recorded, or hashed again since. */
  segment: SegmentRecord;
  life: SegmentLife;
  /** What the device remembers of its life; `undefined` while it remembers nothing. */
  storedLife: DurableLife | undefined;
  /** A call to the server is under way that names it. */
  isAsking: boolean;
  grant: Grant | undefined;
  /** By this device's clock, in ms since 1970. */
  grantUsableUntilMs: number;
  /** Its bytes are to be read and hashed anew before anything else. */
  mustRehash: boolean;
  /** How often S3 had nothing of it although it had said so. */
  misses: number;
  /** Its bytes are on the device, as far as is known. */
  hasFile: boolean;
}

/** @param isSaved - whether the record is durable as it is */
export function newUpload(segment: SegmentRecord, isSaved: boolean): Upload {
  const isStuck = segment.life.kind === "stuck";
  return {
    segment,
    // What an earlier page gave up is tried once more: it may have been wrong about it, as releases
    // before this one were about every refusal that was not S3's, and what was wrong may be mended.
    life: nextLife(revivedLife(segment.life), { kind: "retried" }),
    storedLife: isSaved ? segment.life : undefined,
    isAsking: false,
    grant: undefined,
    grantUsableUntilMs: 0,
    mustRehash: isStuck,
    misses: 0,
    // Of one that was verified, a crash may have left the file: removing it again is harmless.
    hasFile: true,
  };
}

/**
 * Durable with its next state.
 *
 * @param userType - of the server's last answer about it; one of the release before does not tell
 */
export function takePlace(upload: Upload, userType: string | undefined): void {
  if (userType !== undefined) upload.segment = { ...upload.segment, userType };
}

/** Neither under way, nor waiting, nor stored. */
export function isReady({ life, isAsking }: Upload): boolean {
  return life.kind === "journaled" && !isAsking;
}

/** S3 said that it has it, and nobody is asking the server about it. */
export function isToVerify({ life, isAsking }: Upload): boolean {
  return life.kind === "uploaded" && !isAsking;
}

export function hasUsableGrant({ grant, grantUsableUntilMs }: Upload, nowMs: number): boolean {
  return grant !== undefined && nowMs < grantUsableUntilMs;
}

export function toGrantRequest({ segment }: Upload): SegmentToStore {
  const { sequence, sizeBytes, sha256, startSample, sampleCount } = segment;
  return { sequence, sizeBytes, sha256, startSample, sampleCount };
}

export function toVerification({ segment }: Upload): SegmentToVerify {
  const { sequence, sizeBytes, sha256 } = segment;
  return { sequence, sizeBytes, sha256 };
}

/** Its record as it should be on the device. */
export function toRecord({ segment, life }: Upload): SegmentRecord {
  return { ...segment, life: durableLife(life) };
}

export function isSaved({ life, storedLife }: Upload): boolean {
  const wanted = durableLife(life);
  if (storedLife === undefined || storedLife.kind !== wanted.kind) return false;
  if (wanted.kind !== "stuck" || storedLife.kind !== "stuck") return true;
  return storedLife.code === wanted.code && storedLife.next === wanted.next;
}

export function toSegmentView({ segment, life }: Upload): SegmentView {
  const { recordingId, sequence, startSample, sampleCount, sizeBytes } = segment;
  return { recordingId, sequence, startSample, sampleCount, sizeBytes, life };
}
