import { beforeEach, expect, test, vi } from "vitest";
import { sealedRecording } from "../testing/sealed-recording.ts";
import { joinFromBucket } from "./join-from-bucket.ts";
import type { JoinAnswer } from "./join-worker.ts";
import { createSegmentIndex } from "./segment-index.ts";

/** What the worker does with its order. */
let workerDoes: (worker: PlayedWorker) => void;
let terminatedCount: number;

class PlayedWorker {
  onmessage: ((event: { readonly data: JoinAnswer }) => void) | undefined;
  onerror: (() => void) | undefined;
  postMessage(): void {
    queueMicrotask(() => workerDoes(this));
  }
  terminate(): void {
    terminatedCount += 1;
  }
}

beforeEach(() => {
  terminatedCount = 0;
  vi.stubGlobal("Worker", PlayedWorker);
  return () => vi.unstubAllGlobals();
});

/** Of a recording without segments, because only the worker's answer matters here. */
function join(leaving = new AbortController()): Promise<Blob> {
  const stored = sealedRecording({ segmentCount: 0 });
  const index = createSegmentIndex(
    stored,
    () => Promise.resolve(stored),
    () => 0,
  );
  return joinFromBucket(index, { signal: leaving.signal });
}

test("gives the file that the worker has joined", async () => {
  const joined = new Blob(["sound"]);
  workerDoes = (worker) => worker.onmessage?.({ data: { joined } });
  expect(await join()).toBe(joined);
  expect(terminatedCount).toBe(1);
});

test("distinguishes code that did not come from sound that cannot be joined", async () => {
  workerDoes = (worker) => worker.onerror?.();
  await expect(join()).rejects.toMatchObject({ code: "APP_INCOMPLETE" });
  workerDoes = (worker) => worker.onmessage?.({ data: { error: "A segment is missing." } });
  await expect(join()).rejects.toMatchObject({ code: "WEBM_INVALID" });
  expect(terminatedCount).toBe(2);
});

test("ends with the person's wish to leave", async () => {
  const leaving = new AbortController();
  workerDoes = () => leaving.abort();
  await expect(join(leaving)).rejects.toMatchObject({ name: "AbortError" });
  expect(terminatedCount).toBe(1);
});
