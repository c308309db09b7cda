// Sends one object to S3 under a grant, once. Trying again is the uploader's decision.
import { AppError } from "@tapedeck/core/errors";
import type { Grant } from "@tapedeck/core/contract";
import { refusalError } from "./s3-refusal.ts";

export interface PutRequest {
  readonly grant: Grant;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly onProgress: (sentBytes: number) => void;
  /** Aborting ends the request; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when S3 has stored the object.
 *
 * @throws {AppError} CONNECTION_LOST, TIMEOUT – no answer: the object may or may not be stored
 * @throws {AppError} what S3's refusal means, see s3-refusal.ts
 */
export type PutObject = (request: PutRequest) => Promise<void>;

/**
 * Longest silence: no byte sent and no answer. A limit on the whole upload would punish slow
 * networks that do move; S3 itself drops a connection after about 20 s without a byte.
 */
const STALLED_AFTER_MS = 30_000;

/** XMLHttpRequest, because `fetch` does not tell how much of a body has been sent. */
export const putObject: PutObject = ({ grant, bytes, onProgress, signal }) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout> | undefined;

    const settle = (outcome: () => void) => {
      clearTimeout(stalled);
      signal.removeEventListener("abort", abort);
      outcome();
    };
    const abort = () => {
      request.abort();
      settle(() => reject(signal.reason));
    };
    const giveUpWhenStalled = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => {
        request.abort();
        const limit = `${STALLED_AFTER_MS / 1000} s`;
        settle(() => reject(new AppError("TIMEOUT", `The upload stood still for ${limit}.`)));
      }, STALLED_AFTER_MS);
    };

    signal.addEventListener("abort", abort, { once: true });
    request.upload.onprogress = ({ loaded }) => {
      giveUpWhenStalled();
      onProgress(loaded);
    };
    request.onload = () => {
      const { status, responseText } = request;
      if (status >= 200 && status < 300) settle(resolve);
      else settle(() => reject(refusalError({ status, body: responseText })));
    };
    request.onerror = () => {
      settle(() => reject(new AppError("CONNECTION_LOST", "The upload's connection broke.")));
    };

    request.open("PUT", grant.url);
    for (const [name, value] of Object.entries(grant.headers)) {
      request.setRequestHeader(name, value);
    }
    giveUpWhenStalled();
    request.send(bytes);
  });
