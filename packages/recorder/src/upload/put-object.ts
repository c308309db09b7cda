// Sends one object to S3 under a grant, once. Trying again is the uploader's decision.
import { AppError } from "@tapedeck/core/errors";
import type { Grant } from "@tapedeck/core/contract";
import type { Timer } from "@tapedeck/core/ports";
import { refusalOf } from "./s3-refusal.ts";

export interface PutRequest {
  readonly grant: Grant;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly onProgress: (sentBytes: number) => void;
  /** Aborting ends the request; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when S3 says that it has stored the object; verifying tells whether that was S3.
 *
 * @throws {AppError} CONNECTION_LOST, TIMEOUT – no answer that a page may read: the object may or may
 *   not be stored
 * @throws {AppError} what a refusal means, see s3-refusal.ts
 */
export type PutObject = (request: PutRequest) => Promise<void>;

/**
 * Longest silence: no byte sent and no answer. A limit on the whole upload would punish slow
 * networks that do move; S3 itself drops a connection after about 20 s without a byte.
 */
const STALLED_AFTER_MS = 30_000;

/** What is used of XMLHttpRequest: `fetch` does not tell how much of a body has been sent. */
export interface UploadRequest {
  readonly status: number;
  readonly responseText: string;
  getResponseHeader(name: string): string | null;
  readonly upload: {
    addEventListener(type: "progress", listener: (event: { loaded: number }) => void): void;
  };
  addEventListener(type: "load" | "error", listener: () => void): void;
  open(method: "PUT", url: string): void;
  setRequestHeader(name: string, value: string): void;
  send(body: Uint8Array<ArrayBuffer>): void;
  abort(): void;
}

export function createPutObject(ports: {
  readonly createRequest: () => UploadRequest;
  readonly setTimer: Timer;
}): PutObject {
  const { createRequest, setTimer } = ports;
  return async ({ grant, bytes, onProgress, signal }) => {
    signal.throwIfAborted();
    const answer = Promise.withResolvers<void>();
    const request = createRequest();
    let cancelStallTimer = () => {};

    const abort = () => {
      request.abort();
      answer.reject(signal.reason);
    };
    const giveUpWhenStalled = () => {
      cancelStallTimer();
      cancelStallTimer = setTimer(STALLED_AFTER_MS, () => {
        request.abort();
        const limit = `${STALLED_AFTER_MS / 1000} s`;
        answer.reject(new AppError("TIMEOUT", `The upload stood still for ${limit}.`));
      });
    };

    signal.addEventListener("abort", abort, { once: true });
    request.upload.addEventListener("progress", ({ loaded }) => {
      giveUpWhenStalled();
      onProgress(loaded);
    });
    request.addEventListener("load", () => {
      const { status, responseText: body } = request;
      // Browsers write a warning for each header that the bucket's CORS rule does not show.
      const retryAfter = status === 200 ? null : request.getResponseHeader("retry-after");
      const refusal = refusalOf({ status, body, retryAfter });
      if (refusal === undefined) answer.resolve();
      else answer.reject(refusal);
    });
    request.addEventListener("error", () => {
      answer.reject(new AppError("CONNECTION_LOST", "The upload's connection broke."));
    });

    request.open("PUT", grant.url);
    for (const [name, value] of Object.entries(grant.headers)) {
      request.setRequestHeader(name, value);
    }
    giveUpWhenStalled();
    request.send(bytes);
    try {
      await answer.promise;
    } finally {
      cancelStallTimer();
      signal.removeEventListener("abort", abort);
    }
  };
}
