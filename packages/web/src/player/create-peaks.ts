// The peaks of the recording that plays: from this device's store, or computed once the sound has come.
import { createSignal, type Accessor } from "solid-js";
import type { Sound } from "./find-sound.ts";
import { makePeaks } from "./make-peaks.ts";
import { openPeaksStore } from "./peaks-store.ts";
import { PEAKS_PER_SECOND, type Peaks } from "./peaks.ts";
import type { GetRecording } from "./ports.ts";

/** The sound comes first: decoding takes the network and the processor. */
const START_AFTER_MS = 3_000;

export interface PeaksOfSound {
  readonly peaks: Accessor<Peaks | undefined>;
  /** Another recording is shown. */
  clear(): void;
  /** Resolves when all peaks are there, or when there will be no more. */
  show(recordingId: string, sound: Sound, signal: AbortSignal): Promise<void>;
}

export function createPeaks(ports: {
  readonly owner: string;
  readonly getRecording: GetRecording;
}): PeaksOfSound {
  const store = openPeaksStore(ports.owner);
  const [peaks, setPeaks] = createSignal<Peaks>();
  return {
    peaks,
    clear: () => setPeaks(undefined),
    async show(recordingId, sound, signal) {
      const stored = await store.read(recordingId);
      if (signal.aborted) return;
      if (stored && isWhole(stored, sound.durationMs)) {
        setPeaks(() => stored);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, START_AFTER_MS));
      if (signal.aborted) return;
      const show = (made: Peaks) => setPeaks(() => made);
      const made = await makePeaks(sound, ports.getRecording, show, signal);
      // What is on this device may grow.
      if (made && sound.kind !== "device") await store.keep(recordingId, made);
    },
  };
}

/** A recording that was extended has more sound than its peaks. */
function isWhole(peaks: Peaks, durationMs: number | undefined): boolean {
  if (durationMs === undefined) return true;
  return Math.abs(peaks.length - (durationMs / 1000) * PEAKS_PER_SECOND) <= 2;
}
