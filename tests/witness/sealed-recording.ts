// The recording that a run left in the bucket, and its sound.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { manifest as manifestShape, type Manifest } from "@tapedeck/core/contract";
import type { Stack } from "@tapedeck/local/start-stack";
import { readBucket, type StoredObject } from "../fixtures/stack/bucket.ts";

const SEALED_WITHIN_MS = 90_000;
const POLL_MS = 1000;
const SEGMENT_BYTES = 64 * 1024 * 1024;

export interface SealedRecording {
  readonly manifest: Manifest;
  /** Decoded, at 48 kHz: each segment alone, one after the other. */
  readonly samples: Float32Array;
}

/**
 * Waits for the manifest of the only recording.
 *
 * @throws {Error} when it does not come, or is not exactly what the bucket holds
 */
export async function readSealed(stack: Stack, ffmpeg: string): Promise<SealedRecording> {
  const deadlineMs = Date.now() + SEALED_WITHIN_MS;
  let objects = await readBucket(stack);
  while (!objects.some(({ object }) => object.kind === "manifest")) {
    if (Date.now() > deadlineMs) {
      throw new Error(
        `No manifest within ${SEALED_WITHIN_MS / 1000} s; the bucket holds ${objects.length} objects.`,
      );
    }
    await sleep(POLL_MS);
    objects = await readBucket(stack);
  }
  const stored = objects.find(({ object }) => object.kind === "manifest");
  const manifest = manifestShape.parse(JSON.parse(new TextDecoder().decode(stored?.bytes)));
  const segments = objects.filter(({ object }) => object.kind === "segment");
  refuseDifference(manifest, segments);

  const decoded: Float32Array[] = [];
  for (const { bytes } of segments) decoded.push(await decode(ffmpeg, bytes));
  const samples = new Float32Array(decoded.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of decoded) {
    samples.set(part, at);
    at += part.length;
  }
  if (samples.length !== manifest.sampleCount) {
    throw new Error(
      `The manifest counts ${manifest.sampleCount} samples; ffmpeg decodes ${samples.length}.`,
    );
  }
  return { manifest, samples };
}

function refuseDifference(manifest: Manifest, segments: readonly StoredObject[]): void {
  const told = manifest.segments.map(({ sizeBytes, sha256 }) => `${sizeBytes} ${sha256}`);
  const held = segments.map(
    ({ bytes }) => `${bytes.length} ${createHash("sha256").update(bytes).digest("base64")}`,
  );
  if (told.join("\n") !== held.join("\n")) {
    throw new Error(`The manifest names ${told.length} segments; the bucket holds other ones.`);
  }
}

/** Uses a decoder that is neither ours nor a browser's. */
async function decode(ffmpeg: string, file: Uint8Array): Promise<Float32Array> {
  const args = "-v error -i pipe:0 -f f32le -ac 1 -ar 48000 pipe:1".split(" ");
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const options = { encoding: "buffer", maxBuffer: SEGMENT_BYTES } as const;
    const child = execFile(ffmpeg, args, options, (error, stdout, stderr) => {
      if (error) reject(error);
      else if (stderr.length > 0) reject(new Error(`ffmpeg: ${stderr.toString()}`));
      else resolve(stdout);
    });
    child.stdin?.end(file);
  });
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
