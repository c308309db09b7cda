// The peaks of the recording that plays: from this device's store, or from the file's head, or computed once the
// sound has come.
import { createSignal, type Accessor } from "solid-js";
import { PEAK_MS, type Peaks } from "@tapedeck/core/peaks";
import { findSound, type Sound } from "./find-sound.ts";
import { makePeaks } from "./make-peaks.ts";
import { readFilePeaks } from "./file-peaks.ts";
import { openPeaksStore } from "./peaks-store.ts";
import type { SoundPorts } from "./ports.ts";

/** The sound comes first: decoding takes the network and the processor. */
const START_AFTER_MS = 3_000;

export interface PeaksOfSound {
  readonly peaks: Accessor<Peaks | undefined>;
  /** Another recording is shown. */
  clear(): void;
  /**
   * Those of a recording that is not in the player, if they are there without decoding.
   *
   * @throws {AppError} as {@link findSound}
   */
  readonly read: (recordingId: string, signal: AbortSignal) => Promise<Peaks | undefined>;
  /** Resolves when all peaks are there, or when there will be no more. */
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
      return readFilePeaks(await findSound(recordingId, ports, signal), signal);
    },
    async show(recordingId, sound, signal) {
      const stored = await store.read(recordingId);
      if (signal.aborted) return;
      if (stored && isWhole(stored, sound.durationMs)) {
        setPeaks(() => stored);
        return;
      }
      const held = await readFilePeaks(sound, signal);
      if (signal.aborted) return;
      if (held) setPeaks(() => held);
      const all = held ?? (await compute(sound, signal));
      // What is on this device may grow.
      if (all && sound.kind !== "device") await store.keep(recordingId, all);
    },
  };
}

/** A recording that was extended has more sound than its peaks. */
function isWhole(peaks: Peaks, durationMs: number | undefined): boolean {
  if (durationMs === undefined) return true;
  return Math.abs(peaks.length - durationMs / PEAK_MS) <= 2;
}
