// The peaks that stand in the head of a recording's file: there at once, and nothing is decoded.
import { toAppError } from "@tapedeck/core/errors";
import type { Peaks } from "@tapedeck/core/peaks";
import { peaksHeadBytes, readHeadPeaks } from "@tapedeck/core/webm/head-peaks";
import type { Sound } from "./find-sound.ts";
import { isCuredByTime } from "./network-trouble.ts";
import { readObject } from "./read-object.ts";

/**
 * @returns `undefined` when its file holds none, or is not there: then they are computed
 * @throws {AppError} as {@link readObject}, if time or a new URL cures it: the next try may find them
 * @throws the signal's reason when it is aborted
 */
export async function readFilePeaks(sound: Sound, signal: AbortSignal): Promise<Peaks | undefined> {
  if (sound.kind === "device") return readHeadPeaks(sound.bytes, sound.bytes.length);
  // What was uploaded as one file is not ours, and its length is not known.
  if (sound.kind === "segments" || sound.durationMs === undefined) return undefined;
  try {
    const headers = { range: `bytes=0-${peaksHeadBytes(sound.durationMs) - 1}` };
    return readHeadPeaks(await readObject(sound.url, signal, headers), sound.sizeBytes);
  } catch (thrown) {
    if (signal.aborted || isCuredByTime(toAppError(thrown).code)) throw thrown;
    return undefined;
  }
}
