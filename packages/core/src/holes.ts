// What is missing of a recording that its device has not finished: the segments that the bucket does not hold.
import type { ManifestGap, SegmentToStore } from "./contract.ts";
import { SAMPLE_RATE_HZ } from "./limits.ts";
import { refuseSequences } from "./manifest.ts";

/**
 * Places the segments one directly after the other, as a player plays them, and names each hole between them as
 * a gap. How much is missing at the end is not known.
 *
 * @param segments - in order, with their `startSample` in the whole recording
 * @throws {AppError} RECORDING_ALTERED – names segments that overlap, or that leave a hole without a sequence
 */
export function closeHoles(segments: readonly SegmentToStore[]): {
  readonly segments: SegmentToStore[];
  readonly gaps: ManifestGap[];
} {
  const gaps: ManifestGap[] = [];
  const outOfPlace: number[] = [];
  let [nextSequence, endSample, sampleCount] = [0, 0, 0];
  const closed = segments.map((segment) => {
    const missingSamples = segment.startSample - endSample;
    const isHole = segment.sequence > nextSequence;
    if (isHole ? missingSamples <= 0 : missingSamples !== 0) outOfPlace.push(segment.sequence);
    else if (isHole) gaps.push(gapOf(missingSamples, sampleCount));
    const placed = { ...segment, startSample: sampleCount };
    nextSequence = segment.sequence + 1;
    endSample = segment.startSample + segment.sampleCount;
    sampleCount += segment.sampleCount;
    return placed;
  });
  refuseSequences("RECORDING_ALTERED", "that do not follow the ones before them", outOfPlace);
  return { segments: closed, gaps };
}

function gapOf(missingSamples: number, startSample: number): ManifestGap {
  const durationMs = Math.ceil((missingSamples * 1000) / SAMPLE_RATE_HZ);
  return { startSample, durationMs, reason: "missing" };
}
