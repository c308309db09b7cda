// Runs one conversion in a worker.
import { AppError } from "@tapedeck/core/errors";
import type { Sound } from "../player/find-sound.ts";
import type { FormatId } from "./formats.ts";
import { renewUrl } from "./renew-url.ts";
import type { ConvertAnswer, ConvertOrder, SoundFile } from "./worker-protocol.ts";

/**
 * @param options.find - finds the sound again, for a new URL
 * @throws {AppError} APP_INCOMPLETE – the code that converts does not come
 * @throws {AppError} WEBM_INVALID – the file could not be made
 * @throws {AppError} as {@link renewUrl}
 */
export async function convert(options: {
  readonly format: FormatId;
  readonly file: SoundFile;
  readonly find: () => Promise<Sound>;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
  readonly onWait: (isWaiting: boolean) => void;
}): Promise<readonly Blob[]> {
  const { format, file, signal } = options;
  const worker = new Worker(new URL("./convert-worker.ts", import.meta.url), { type: "module" });
  const tell = (order: ConvertOrder) => worker.postMessage(order);
  const done = Promise.withResolvers<readonly Blob[]>();
  let isOver = false;
  worker.onmessage = ({ data }: MessageEvent<ConvertAnswer>) => {
    if (data.kind === "progress") options.onProgress(data.share);
    else if (data.kind === "renewed") options.onWait(false);
    else if (data.kind === "renew") {
      renewUrl(data.failures, options).then((url) => tell({ kind: "url", url }), done.reject);
    } else {
      isOver = true;
      if (data.kind === "done") done.resolve(data.files);
      else done.reject(new AppError("WEBM_INVALID", "The file could not be made."));
    }
  };
  worker.onerror = () => {
    isOver = true;
    done.reject(new AppError("APP_INCOMPLETE", "The code that makes files did not come."));
  };
  signal.addEventListener("abort", () => done.reject(signal.reason));
  try {
    tell({ kind: "convert", file, format });
    return await done.promise;
  } finally {
    if (isOver) worker.terminate();
    else cancel(worker);
  }
}

/** A worker that is simply ended would leave what it has written on the disk. */
function cancel(worker: Worker): void {
  worker.onmessage = ({ data }: MessageEvent<ConvertAnswer>) => {
    if (data.kind === "failed") worker.terminate();
  };
  worker.postMessage({ kind: "cancel" } satisfies ConvertOrder);
}
