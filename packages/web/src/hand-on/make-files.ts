// Makes the files of one format from a recording, and waits for the network as long as it is away.
import type { AppError } from "@tapedeck/core/errors";
import { findSound } from "../player/find-sound.ts";
import type { SoundPorts } from "../player/ports.ts";
import { retryCurable } from "../player/retry-curable.ts";
import { convert } from "./convert.ts";
import type { Format } from "./formats.ts";
import { soundFile } from "./sound-file.ts";

export interface FileOrder {
  readonly recordingId: string;
  readonly format: Format;
  /** The browser downloads the original from its URL, as a stream. A share sheet takes no URL. */
  readonly takesUrl: boolean;
  readonly sounds: SoundPorts;
  /** Cancels it. */
  readonly signal: AbortSignal;
  /** @param share - 0 to 1 */
  readonly onProgress: (share: number) => void;
  /** It waits for the network, or goes on. */
  readonly onWait: (isWaiting: boolean) => void;
}

/**
 * @returns the original's URL, where the bucket has it and the caller takes it
 * @throws {AppError} as `recordings.get` and {@link convert}
 */
export async function makeFiles(order: FileOrder): Promise<readonly Blob[] | URL> {
  const { recordingId, format, sounds, signal, onWait } = order;
  const waiting = {
    signal,
    onTrouble: (error: AppError | undefined) => onWait(error !== undefined),
  };
  const find = () => findSound(recordingId, sounds, signal);
  const sound = await retryCurable(find, waiting);
  const file = await soundFile(sound, sounds, waiting);
  if (format.id === "webm" && file.kind === "blob") return [file.blob];
  if (format.id === "webm" && file.kind === "url" && order.takesUrl) return new URL(file.url);
  return convert({ ...order, format: format.id, file, find });
}
