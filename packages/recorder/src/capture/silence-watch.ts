// Notices a microphone that delivers only zeros: a switch or the system has muted it, or another program
// has taken it. Even the quietest room moves the last bits.
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";

/** Long enough for a driver to wake up, short enough to lose a sentence and not a talk. */
const SILENT_AFTER_SAMPLES = 3 * SAMPLE_RATE_HZ;

/**
 * @returns a function that takes each progress report – `sampleCount` at 48 kHz so far, `levels` of the new
 *   sound, 0 to 1 – and says whether the last three seconds of sound were all zeros
 */
export function createSilenceWatch(): (sampleCount: number, levels: readonly number[]) => boolean {
  let soundUntilSample = 0;
  return (sampleCount, levels) => {
    if (levels.some((level) => level > 0)) soundUntilSample = sampleCount;
    return sampleCount - soundUntilSample >= SILENT_AFTER_SAMPLES;
  };
}
