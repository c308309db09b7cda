// Gets a new URL for a file that is being read, once the network is there.
import { AppError } from "@tapedeck/core/errors";
import type { Sound } from "../player/find-sound.ts";
import { retryCurable } from "../player/retry-curable.ts";
import { waitForNetwork } from "../player/wait-for-network.ts";
import type { SoundFile } from "./worker-protocol.ts";

/**
 * @param failures - reads in a row that have failed, at least 1
 * @param options.file - as it was when the reading began
 * @throws {AppError} of `options.find`, unless time cures it
 * @param options.onWait - hears that it waits; the next bytes show that it goes on
 * @throws {AppError} RECORDING_CHANGING – another file lies in its place
 */
export async function renewUrl(
  failures: number,
  options: {
    readonly file: SoundFile;
    readonly find: () => Promise<Sound>;
    readonly signal: AbortSignal;
    readonly onWait: (isWaiting: true) => void;
  },
): Promise<string> {
  const { file, find, signal, onWait } = options;
  // An expired URL is renewed at once, and needs no word.
  if (failures > 1 || !navigator.onLine) onWait(true);
  await waitForNetwork(failures, signal);
  const sound = await retryCurable(find, { signal, onTrouble: (error) => error && onWait(true) });
  if (sound.kind === "url" && file.kind === "url" && sound.sizeBytes === file.sizeBytes) {
    return sound.url;
  }
  throw new AppError("RECORDING_CHANGING", "The whole file was made anew meanwhile.");
}
