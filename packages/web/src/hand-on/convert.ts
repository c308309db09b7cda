// Runs one conversion in a worker.
import { AppError } from "@tapedeck/core/errors";
import { waitForNetwork } from "../player/wait-for-network.ts";
import type { FormatId } from "./formats.ts";
import type { ConvertAnswer, ConvertOrder, SoundFile } from "./worker-protocol.ts";

/**
 * @param options.find - finds the sound again, when its URL has expired
 * @throws {AppError} APP_INCOMPLETE – the code that converts does not come
 * @throws {AppError} WEBM_INVALID – the file could not be made
 */
export async function convert(options: {
  readonly format: FormatId;
  readonly file: SoundFile;
  readonly find: () => Promise<SoundFile>;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}): Promise<readonly Blob[]> {
  const { format, file, find, signal } = options;
  const worker = new Worker(new URL("./convert-worker.ts", import.meta.url), { type: "module" });
  const tell = (order: ConvertOrder) => worker.postMessage(order);
  const done = Promise.withResolvers<readonly Blob[]>();
  const renew = async (failures: number) => {
    await waitForNetwork(failures, signal);
    const again = await find();
    if (again.kind === "url") tell({ kind: "url", url: again.url });
    else throw new AppError("RECORDING_NOT_FOUND", "The whole file is gone.");
  };
  worker.onmessage = ({ data }: MessageEvent<ConvertAnswer>) => {
    if (data.kind === "progress") options.onProgress(data.share);
    else if (data.kind === "renew") renew(data.failures).catch(done.reject);
    else if (data.kind === "done") done.resolve(data.files);
    else done.reject(new AppError("WEBM_INVALID", "The file could not be made."));
  };
  worker.onerror = () => {
    done.reject(new AppError("APP_INCOMPLETE", "The code that makes files did not come."));
  };
  signal.addEventListener("abort", () => done.reject(signal.reason));
  try {
    tell({ kind: "convert", file, format });
    return await done.promise;
  } finally {
    // Also ends a conversion that was cancelled; the next one removes its file.
    worker.terminate();
  }
}
