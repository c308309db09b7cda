// Notices a microphone that gives nothing but zeros: a switch on it or the system has muted it, or
// another program has taken it. The quietest room still makes the last bits move.
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";

/** Long enough for a driver to wake up, short enough to lose a sentence and not a talk. */
const SILENT_AFTER_SAMPLES = 10 * SAMPLE_RATE_HZ;

/**
 * @returns a function that takes each progress in turn – `sampleCount` at 48 kHz so far, `peak` of
 *   what is new, 0 to 1 – and says whether the microphone has been silent for ten seconds of sound
 */
export function createSilenceWatch(): (sampleCount: number, peak: number) => boolean {
  let soundUntilSample = 0;
  return (sampleCount, peak) => {
    if (peak > 0) soundUntilSample = sampleCount;
    return sampleCount - soundUntilSample >= SILENT_AFTER_SAMPLES;
  };
}
