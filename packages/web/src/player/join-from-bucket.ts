// Joins all segments of a recording in a worker: for browsers whose MediaSource does not take WebM.
import { AppError } from "@tapedeck/core/errors";
import type { JoinAnswer } from "./join-worker.ts";
import { readObject } from "./read-object.ts";
import type { SegmentIndex } from "./segment-index.ts";

/** @throws {AppError} WEBM_INVALID – the segments do not follow each other */
export async function joinFromBucket(index: SegmentIndex, signal: AbortSignal): Promise<Blob> {
  const files: Uint8Array<ArrayBuffer>[] = [];
  for (let sequence = 0; sequence < index.segmentCount; sequence += 1) {
    files.push(await readObject((await index.segment(sequence, signal)).url, signal));
  }
  return joinInWorker(files, signal);
}

async function joinInWorker(
  files: readonly Uint8Array<ArrayBuffer>[],
  signal: AbortSignal,
): Promise<Blob> {
  const worker = new Worker(new URL("./join-worker.ts", import.meta.url), { type: "module" });
  const answer = Promise.withResolvers<JoinAnswer>();
  worker.onmessage = ({ data }: MessageEvent<JoinAnswer>) => answer.resolve(data);
  worker.onerror = () => answer.resolve({ error: "The worker that joins did not start." });
  signal.addEventListener("abort", () => answer.resolve({ error: "No longer wanted." }));
  worker.postMessage(
    files,
    files.map(({ buffer }) => buffer),
  );
  const { joined, error } = await answer.promise;
  worker.terminate();
  signal.throwIfAborted();
  if (joined) return joined;
  throw new AppError("WEBM_INVALID", error ?? "The segments could not be joined.");
}
