// Joins all segments of a recording in a worker: for browsers whose MediaSource does not take WebM.
import { AppError } from "@tapedeck/core/errors";
import type { JoinAnswer, JoinOrder } from "./join-worker.ts";
import { readSegmentAt } from "./read-segment.ts";
import { retryCurable, type RetryOptions } from "./retry-curable.ts";
import type { SegmentIndex } from "./segment-index.ts";

/**
 * Waits for the network as often as it goes, and reads no segment twice.
 *
 * @throws {AppError} WEBM_INVALID – the segments do not follow each other; else as {@link readSegmentAt}
 * @throws {AppError} APP_INCOMPLETE – the code that joins did not come
 */
export async function joinFromBucket(index: SegmentIndex, options: RetryOptions): Promise<Blob> {
  const { signal } = options;
  const files: Uint8Array<ArrayBuffer>[] = [];
  const afterHoles = new Set<number>();
  let nextSequence = 0;
  for (let place = 0; place < index.segmentCount; place += 1) {
    const { sequence, bytes } = await retryCurable(async () => {
      const segment = await index.segment(place, signal);
      return { sequence: segment.sequence, bytes: await readSegmentAt(index, place, signal) };
    }, options);
    if (sequence > nextSequence) afterHoles.add(place);
    nextSequence = sequence + 1;
    files.push(bytes);
  }
  return joinInWorker({ files, afterHoles }, signal);
}

async function joinInWorker(order: JoinOrder, signal: AbortSignal): Promise<Blob> {
  const worker = new Worker(new URL("./join-worker.ts", import.meta.url), { type: "module" });
  const answer = Promise.withResolvers<JoinAnswer>();
  worker.onmessage = ({ data }: MessageEvent<JoinAnswer>) => answer.resolve(data);
  worker.onerror = () =>
    answer.reject(new AppError("APP_INCOMPLETE", "The worker that joins did not start."));
  signal.addEventListener("abort", () => answer.reject(signal.reason));
  try {
    worker.postMessage(
      order,
      order.files.map(({ buffer }) => buffer),
    );
    const { joined, error } = await answer.promise;
    if (joined) return joined;
    throw new AppError("WEBM_INVALID", error ?? "The segments could not be joined.");
  } finally {
    worker.terminate();
  }
}
