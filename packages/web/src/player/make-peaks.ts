// Computes the peaks of a recording on this device: reads its sound and gives it to the worker, file by file.
import type { Peaks } from "@tapedeck/core/peaks";
import type { Sound } from "./find-sound.ts";
import type { PeaksAnswer, PeaksOrder } from "./peaks-worker.ts";
import type { GetRecording } from "./ports.ts";
import { readObject } from "./read-object.ts";
import { createSegmentIndex } from "./segment-index.ts";

/** A larger file is decoded from its segments, so that memory holds one of them and not all. */
const LARGEST_FILE_BYTES = 64_000_000;

/**
 * @param onPeaks - called with all peaks so far, several times
 * @returns all of them; `undefined` where this browser cannot decode, or the sound could not be read
 */
export async function makePeaks(
  sound: Sound,
  getRecording: GetRecording,
  onPeaks: (peaks: Peaks) => void,
  signal: AbortSignal,
): Promise<Peaks | undefined> {
  if (!("AudioDecoder" in globalThis)) return undefined;
  const worker = new Worker(new URL("./peaks-worker.ts", import.meta.url), { type: "module" });
  let peaks: Peaks = new Uint8Array();
  let answered = Promise.withResolvers<PeaksAnswer["kind"]>();
  worker.onmessage = ({ data }: MessageEvent<PeaksAnswer>) => {
    if (data.kind !== "peaks") return answered.resolve(data.kind);
    const longer = new Uint8Array(peaks.length + data.peaks.length);
    longer.set(peaks);
    longer.set(data.peaks, peaks.length);
    peaks = longer;
    onPeaks(peaks);
  };
  worker.onerror = () => answered.resolve("failed");
  signal.addEventListener("abort", () => answered.resolve("failed"));
  const order = async (message: PeaksOrder): Promise<boolean> => {
    answered = Promise.withResolvers();
    worker.postMessage(message, "file" in message ? [message.file.buffer] : []);
    return (await answered.promise) !== "failed" && !signal.aborted;
  };
  try {
    for await (const file of filesOf(sound, getRecording, signal)) {
      if (!(await order({ file }))) return undefined;
    }
    return (await order({ isEnd: true })) ? peaks : undefined;
  } catch {
    // The network went away: the peaks so far stay on the screen, and the next playing tries again.
    return undefined;
  } finally {
    worker.terminate();
  }
}

async function* filesOf(
  sound: Sound,
  getRecording: GetRecording,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (sound.kind === "device") {
    yield sound.bytes.slice();
  } else if (sound.first && !(sound.kind === "url" && sound.sizeBytes <= LARGEST_FILE_BYTES)) {
    const index = createSegmentIndex(sound.first, getRecording, () => Date.now());
    for (let place = 0; place < index.segmentCount; place += 1) {
      yield await readObject((await index.segment(place, signal)).url, signal);
    }
  } else if (sound.kind === "url") {
    yield await readObject(sound.url, signal);
  }
}
