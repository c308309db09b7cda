// Computes the peaks of a recording on this device: reads its sound and gives it to the worker, file by file.
import { AppError } from "@tapedeck/core/errors";
import type { Peaks } from "@tapedeck/core/peaks";
import type { Sound } from "./find-sound.ts";
import type { PeaksAnswer, PeaksOrder } from "./peaks-worker.ts";
import type { GetRecording } from "./ports.ts";
import { readObject } from "./read-object.ts";
import { readSegmentAt } from "./read-segment.ts";
import { retryCurable } from "./retry-curable.ts";
import { createSegmentIndex } from "./segment-index.ts";

/** A larger file is decoded from its segments, so that memory holds one of them and not all. */
const LARGEST_FILE_BYTES = 64_000_000;

/**
 * Waits for the network before each segment that does not come, and reads none twice. A whole file is read in one
 * piece, so its failure is the caller's to try again, with a new URL.
 *
 * @param onPeaks - called with all peaks so far, several times
 * @returns all of them; `undefined` where this browser cannot decode
 * @throws {AppError} as {@link readSegmentAt} and {@link readObject}
 * @throws {AppError} OFFLINE, APP_INCOMPLETE – the worker did not start
 * @throws {AppError} WEBM_INVALID – the sound cannot be decoded
 * @throws the signal's reason when it is aborted
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
  const ended = Promise.withResolvers<never>();
  // It may be rejected while a file is being read, when no order waits for it.
  ended.promise.catch(() => undefined);
  worker.onmessage = ({ data }: MessageEvent<PeaksAnswer>) => {
    if (data.kind !== "peaks") return answered.resolve(data.kind);
    const longer = new Uint8Array(peaks.length + data.peaks.length);
    longer.set(peaks);
    longer.set(data.peaks, peaks.length);
    peaks = longer;
    onPeaks(peaks);
  };
  worker.onerror = () => {
    const code = navigator.onLine ? "APP_INCOMPLETE" : "OFFLINE";
    ended.reject(new AppError(code, "The worker that computes peaks did not start."));
  };
  const end = () => ended.reject(signal.reason);
  signal.addEventListener("abort", end);
  const order = async (message: PeaksOrder): Promise<void> => {
    answered = Promise.withResolvers();
    worker.postMessage(message, "file" in message ? [message.file.buffer] : []);
    const answer = await Promise.race([answered.promise, ended.promise]);
    if (answer === "failed") throw new AppError("WEBM_INVALID", "The sound cannot be decoded.");
  };
  try {
    for await (const file of filesOf(sound, getRecording, signal)) await order({ file });
    await order({ isEnd: true });
    return peaks;
  } finally {
    signal.removeEventListener("abort", end);
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
      const read = () => readSegmentAt(index, place, signal);
      yield await retryCurable(read, { signal });
    }
  } else if (sound.kind === "url") {
    yield await readObject(sound.url, signal);
  }
}
