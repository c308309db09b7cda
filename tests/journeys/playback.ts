// Decodes and plays a file in a browser.
import type { Page } from "playwright-core";

/** Decodes with `decodeAudioData`, at 48 kHz, mono. */
export async function decode(page: Page, file: Uint8Array): Promise<Float32Array> {
  const base64 = await page.evaluate(async (encoded) => {
    const context = new OfflineAudioContext(1, 1, 48_000);
    const audio = await context.decodeAudioData(Uint8Array.fromBase64(encoded).buffer);
    return new Uint8Array(audio.getChannelData(0).slice().buffer).toBase64();
  }, Buffer.from(file).toString("base64"));
  const bytes = Buffer.from(base64, "base64");
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4).slice();
}

export interface Played {
  /** From the file's header, before playback. */
  readonly durationSeconds: number;
  /** The playhead's position at the `ended` event. */
  readonly endedAtSeconds: number;
}

/** Plays the file in an `<audio>` element; rejects if it does not reach its end. */
export async function play(page: Page, file: Uint8Array): Promise<Played> {
  return page.evaluate(async (encoded) => {
    const blob = new Blob([Uint8Array.fromBase64(encoded)], { type: "audio/webm" });
    const audio = new Audio(URL.createObjectURL(blob));
    const ended = new Promise<void>((resolve, reject) => {
      audio.onended = () => resolve();
      audio.onerror = () => reject(new Error(`<audio>: ${audio.error?.message}`));
    });
    await new Promise((resolve) => audio.addEventListener("loadedmetadata", resolve));
    const durationSeconds = audio.duration;
    audio.volume = 0;
    // The highest rate at which Chromium plays sound: the test must not last as long as the recording.
    audio.playbackRate = 16;
    await audio.play();
    await ended;
    return { durationSeconds, endedAtSeconds: audio.currentTime };
  }, Buffer.from(file).toString("base64"));
}

/** The ratio of the signal's energy to the difference's energy, in dB; Infinity if they are equal. */
export function snrDb(signal: Float32Array, other: Float32Array): number {
  let energy = 0;
  let difference = 0;
  signal.forEach((sample, i) => {
    energy += sample ** 2;
    difference += (sample - (other[i] ?? 0)) ** 2;
  });
  return difference === 0 ? Infinity : 10 * Math.log10(energy / difference);
}
