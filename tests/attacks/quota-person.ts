// A person at their quota, for attacks on it.
import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { SegmentToStore } from "@tapedeck/core/contract";
import { makeRecordingId, type RecordingId } from "@tapedeck/core/ids";
import { EMPTY_USAGE, type UsageFile } from "@tapedeck/core/usage/usage";
import { LOCAL_QUOTA } from "@tapedeck/local/start-stack";
import { s3ClientOf } from "../fixtures/stack/s3-client.ts";
import { unlessRefused, type Arena } from "./arena.ts";
import { segment, sha256Of, type Newcomer } from "./newcomer.ts";

export const { maxSizeBytes } = LOCAL_QUOTA;
export const SMALL = Buffer.from("a thousandth of nothing");
export const oneOff = (sizeBytes = SMALL.length) => ({
  contentType: "audio/webm",
  sizeBytes,
  sha256: sha256Of(SMALL),
});

/** Writes what the person has stored, as their owner can: the quota is 10 GB, and no test stores that much. */
export async function setUsage(
  { stack }: Arena,
  prefix: string,
  usage: Partial<UsageFile>,
): Promise<void> {
  const client = s3ClientOf(stack, stack.credentials);
  const target = { Bucket: stack.bucket, Key: `${prefix}usage.json` };
  const found = await client.send(new HeadObjectCommand(target)).catch(() => undefined);
  const condition = found ? { IfMatch: found.ETag } : { IfNoneMatch: "*" };
  const Body = JSON.stringify({ ...EMPTY_USAGE, ...usage });
  await client.send(new PutObjectCommand({ ...target, ...condition, Body }));
  client.destroy();
}

export const stored = (sizeBytes: number): Partial<UsageFile> => ({
  atRest: { sizeBytes, durationMs: 0 },
});

let made = 0;
export const anotherId = (atMs = Date.now()): RecordingId =>
  makeRecordingId(atMs * 1000, Uint8Array.of(2, 0, 0, 0, made >> 5, made++ & 31));

export const presign = (
  { call }: Newcomer,
  recordingId: string,
  over: object = {},
  segments: readonly SegmentToStore[] = [segment(0)],
) => call("segments.presign", { recordingId, segments, ...over });

export const isFull = (answer: Parameters<typeof unlessRefused>[0]) =>
  unlessRefused(answer, 429, "QUOTA_EXCEEDED");
