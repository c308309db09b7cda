// Gives a sound to the audio element.
import type { AppError } from "@tapedeck/core/errors";
import type { Sound } from "./find-sound.ts";
import { joinFromBucket } from "./join-from-bucket.ts";
import type { GetRecording } from "./ports.ts";
import { canFeedSegments, feedSegments } from "./segment-feed.ts";
import { createSegmentIndex } from "./segment-index.ts";

export interface AttachOptions {
  readonly audio: HTMLAudioElement;
  readonly getRecording: GetRecording;
  readonly signal: AbortSignal;
  readonly startMs: number;
  readonly onFailure: (error: AppError) => void;
  readonly onTrouble: (error: AppError | undefined) => void;
}

/** @returns the way to take it back */
export async function attachSound(sound: Sound, options: AttachOptions): Promise<() => void> {
  const { audio } = options;
  if (sound.kind === "segments") {
    const index = createSegmentIndex(sound.first, options.getRecording, () => Date.now());
    if (canFeedSegments()) {
      const stop = feedSegments({ ...options, index, durationMs: sound.first.durationMs });
      return () => {
        stop();
        clear(audio);
      };
    }
    return attachBlob(await joinFromBucket(index, options), options);
  }
  if (sound.kind === "device") {
    return attachBlob(new Blob([sound.bytes], { type: "audio/webm" }), options);
  }
  attachUrl(sound.url, options);
  return () => clear(audio);
}

function attachBlob(blob: Blob, options: AttachOptions): () => void {
  const url = URL.createObjectURL(blob);
  attachUrl(url, options);
  return () => {
    clear(options.audio);
    URL.revokeObjectURL(url);
  };
}

function attachUrl(url: string, { audio, startMs }: AttachOptions): void {
  audio.src = url;
  if (startMs > 0) audio.currentTime = startMs / 1000;
}

function clear(audio: HTMLAudioElement): void {
  audio.removeAttribute("src");
  audio.load();
}
