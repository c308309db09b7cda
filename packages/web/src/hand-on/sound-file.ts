// The one file of a recording's sound, from which all others are made.
import { findSound, type Sound } from "../player/find-sound.ts";
import { joinFromBucket } from "../player/join-from-bucket.ts";
import type { SoundPorts } from "../player/ports.ts";
import { createSegmentIndex } from "../player/segment-index.ts";
import type { SoundFile } from "./worker-protocol.ts";

/** @throws {AppError} as `recordings.get`; WEBM_INVALID – the segments do not follow each other */
export async function soundFile(
  recordingId: string,
  ports: SoundPorts,
  signal: AbortSignal,
): Promise<SoundFile> {
  const sound = await findSound(recordingId, ports, signal);
  if (sound.kind === "url") return { kind: "url", url: sound.url, sizeBytes: sound.sizeBytes };
  return { kind: "blob", blob: await blobOf(sound, ports, signal) };
}

async function blobOf(
  sound: Exclude<Sound, { kind: "url" }>,
  { getRecording }: SoundPorts,
  signal: AbortSignal,
): Promise<Blob> {
  if (sound.kind === "device") return new Blob([sound.bytes], { type: "audio/webm" });
  const index = createSegmentIndex(sound.first, getRecording, () => Date.now());
  return joinFromBucket(index, signal);
}
