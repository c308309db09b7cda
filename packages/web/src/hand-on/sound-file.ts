// The one file of a recording's sound, from which all others are made.
import type { Sound } from "../player/find-sound.ts";
import { joinFromBucket } from "../player/join-from-bucket.ts";
import type { SoundPorts } from "../player/ports.ts";
import type { RetryOptions } from "../player/retry-curable.ts";
import { createSegmentIndex } from "../player/segment-index.ts";
import type { SoundFile } from "./worker-protocol.ts";

/** @throws {AppError} as {@link joinFromBucket} */
export async function soundFile(
  sound: Sound,
  { getRecording }: SoundPorts,
  options: RetryOptions,
): Promise<SoundFile> {
  if (sound.kind === "url") return { kind: "url", url: sound.url, sizeBytes: sound.sizeBytes };
  if (sound.kind === "device") {
    return { kind: "blob", blob: new Blob([sound.bytes], { type: "audio/webm" }) };
  }
  const index = createSegmentIndex(sound.first, getRecording, () => Date.now());
  return { kind: "blob", blob: await joinFromBucket(index, options) };
}
