// The peaks of the recording that plays: from this device's store, or from the file's head, or computed once the
// sound has come.
import { createSignal, type Accessor } from "solid-js";
import { PEAK_MS, type Peaks } from "@tapedeck/core/peaks";
import { findSound, type Sound } from "./find-sound.ts";
import { makePeaks } from "./make-peaks.ts";
import { readFilePeaks } from "./file-peaks.ts";
import { openPeaksStore } from "./peaks-store.ts";
import type { SoundPorts } from "./ports.ts";
import { retryCurable } from "./retry-curable.ts";

/** The sound comes first: decoding takes the network and the processor. */
const START_AFTER_MS = 3_000;

export interface PeaksOfSound {
  readonly peaks: Accessor<Peaks | undefined>;
  /** Another recording is shown. */
  clear(): void;
  /**
   * Those of a recording that is not in the player, if they are there without decoding. Waits for the network.
   *
   * @throws {AppError} as {@link findSound}, unless time cures it
   */
  readonly read: (recordingId: string, signal: AbortSignal) => Promise<Peaks | undefined>;
  /**
   * Waits for the network as often as it goes, until the signal is aborted.
   *
   * Resolves when all peaks are there, or when there will be no more.
   */
  show(recordingId: string, sound: Sound, signal: AbortSignal): Promise<void>;
}

export function createPeaks(ports: SoundPorts & { readonly owner: string }): PeaksOfSound {
  const store = openPeaksStore(ports.owner);
  const [peaks, setPeaks] = createSignal<Peaks>();

  async function compute(sound: Sound, signal: AbortSignal): Promise<Peaks | undefined> {
    await new Promise((resolve) => setTimeout(resolve, START_AFTER_MS));
    if (signal.aborted) return undefined;
    return makePeaks(sound, ports.getRecording, (made) => setPeaks(() => made), signal);
  }

  return {
    peaks,
    clear: () => setPeaks(undefined),
    read: async (recordingId, signal) => {
      const stored = await store.read(recordingId);
      if (stored || signal.aborted) return stored;
      const find = async () => readFilePeaks(await findSound(recordingId, ports, signal), signal);
      return retryCurable(find, { signal });
    },
    async show(recordingId, sound, signal) {
      const stored = await store.read(recordingId);
      if (signal.aborted) return;
      if (stored && isWhole(stored, sound.durationMs)) {
        setPeaks(() => stored);
        return;
      }
      let found = sound;
      let isRetry = false;
      const make = async () => {
        // The URL may have expired meanwhile.
        if (isRetry) found = await findSound(recordingId, ports, signal);
        isRetry = true;
        return (await readFilePeaks(found, signal)) ?? (await compute(found, signal));
      };
      try {
        const all = await retryCurable(make, { signal });
        if (all === undefined || signal.aborted) return;
        setPeaks(() => all);
        // What is on this device may grow.
        if (found.kind !== "device") await store.keep(recordingId, all);
      } catch {
        // The player says what is wrong with the sound. What has come of the wave stays.
      }
    },
  };
}

/** A recording that was extended has more sound than its peaks. */
function isWhole(peaks: Peaks, durationMs: number | undefined): boolean {
  if (durationMs === undefined) return true;
  return Math.abs(peaks.length - durationMs / PEAK_MS) <= 2;
}
