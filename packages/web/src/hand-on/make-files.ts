// Makes the files of one format from a recording, and waits for the network as long as it is away.
import { toAppError } from "@tapedeck/core/errors";
import { isCuredByTime } from "../player/network-trouble.ts";
import type { SoundPorts } from "../player/ports.ts";
import { readObject } from "../player/read-object.ts";
import { waitForNetwork } from "../player/wait-for-network.ts";
import { convert } from "./convert.ts";
import type { Format } from "./formats.ts";
import { soundFile } from "./sound-file.ts";
import type { SoundFile } from "./worker-protocol.ts";

export interface FileOrder {
  readonly recordingId: string;
  readonly format: Format;
  readonly sounds: SoundPorts;
  /** Cancels it. */
  readonly signal: AbortSignal;
  /** @param share - 0 to 1 */
  readonly onProgress: (share: number) => void;
}

/**
 * @returns the original's URL, where the bucket has it: the browser then downloads it as a stream
 * @throws {AppError} as `recordings.get` and {@link convert}
 */
export async function makeFiles(order: FileOrder): Promise<readonly Blob[] | URL> {
  const { format, signal, onProgress } = order;
  const find = () => findAgain(order);
  const file = await find();
  if (format.id !== "webm") return convert({ format: format.id, file, find, signal, onProgress });
  return file.kind === "url" ? new URL(file.url) : [file.blob];
}

/** The original in memory, for what takes no URL. */
export async function readOriginal(url: URL, { type }: Format, signal: AbortSignal): Promise<Blob> {
  return new Blob([await readObject(url.href, signal)], { type });
}

async function findAgain({ recordingId, sounds, signal }: FileOrder): Promise<SoundFile> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await soundFile(recordingId, sounds, signal);
    } catch (thrown) {
      if (signal.aborted || !isCuredByTime(toAppError(thrown).code)) throw thrown;
      await waitForNetwork(failures + 1, signal);
    }
  }
}
