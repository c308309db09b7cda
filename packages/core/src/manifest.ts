// The manifest of a recording, made from what its recorder says of it. Whether the bucket agrees is
// seal-recording's to find out.
import type { Manifest, SealRecordingInput } from "./contract.ts";
import { AppError } from "./errors.ts";
import { recordingStartedAtMicros } from "./ids.ts";
import { LIMITS, SAMPLE_RATE_HZ } from "./limits.ts";

/** How many sequences an error names: enough to look at, too few to fill a log. */
const MAX_NAMED = 20;

/**
 * @throws {AppError} RECORDING_INCOMPLETE – sequences are left out
 * @throws {AppError} INPUT_INVALID – a segment does not begin where the one before it ends
 */
export function buildManifest(input: SealRecordingInput, sealedAtMicros: number): Manifest {
  const { recordingId, title, gaps } = input;
  const segments = input.segments.toSorted((a, b) => a.sequence - b.sequence);
  refuseSequences("RECORDING_INCOMPLETE", "must be named", leftOut(segments));
  let sampleCount = 0;
  let sizeBytes = 0;
  for (const segment of segments) {
    if (segment.startSample !== sampleCount) {
      throw new AppError(
        "INPUT_INVALID",
        `Segment ${segment.sequence} must start at sample ${sampleCount}, where the one before it ends, got ${segment.startSample}.`,
      );
    }
    sampleCount += segment.sampleCount;
    sizeBytes += segment.sizeBytes;
  }
  return {
    formatVersion: 1,
    recordingId,
    startedAt: isoTime(recordingStartedAtMicros(recordingId)),
    sealedAt: isoTime(sealedAtMicros),
    ...(title === undefined ? {} : { title }),
    sampleRateHz: SAMPLE_RATE_HZ,
    durationMs: (sampleCount * 1000) / SAMPLE_RATE_HZ,
    sampleCount,
    sizeBytes,
    segments,
    gaps: gaps.toSorted((a, b) => a.startSample - b.startSample),
  };
}

/** Whether both name the same sound. Titles and the time of sealing may differ. */
export function isSameRecording(a: Manifest, b: Manifest): boolean {
  const fingerprint = ({ segments, gaps }: Manifest) =>
    JSON.stringify([
      segments.map(({ sequence, sizeBytes, sha256, startSample, sampleCount }) => [
        sequence,
        sizeBytes,
        sha256,
        startSample,
        sampleCount,
      ]),
      gaps.map(({ startSample, durationMs, reason }) => [startSample, durationMs, reason]),
    ]);
  return a.recordingId === b.recordingId && fingerprint(a) === fingerprint(b);
}

/** Throws unless there are none; the details carry them for programs: `3,4,17` and their count. */
export function refuseSequences(
  code: "RECORDING_INCOMPLETE" | "RECORDING_ALTERED",
  rule: string,
  sequences: readonly number[],
): void {
  if (sequences.length === 0) return;
  const named = sequences.slice(0, MAX_NAMED).join(", ");
  const more = sequences.length > MAX_NAMED ? ` and ${sequences.length - MAX_NAMED} more` : "";
  throw new AppError(code, `Segments ${named}${more} ${rule}.`, {
    details: {
      sequences: sequences.slice(0, MAX_NAMED).join(","),
      sequenceCount: sequences.length,
    },
  });
}

/** @param segments - in order, at least one */
function leftOut(segments: SealRecordingInput["segments"]): number[] {
  const missing: number[] = [];
  let expected = 0;
  for (const { sequence } of segments) {
    // A sequence of a million with nothing before it must not make a list of a million.
    while (expected < sequence && missing.length < LIMITS.segmentsPerRecording)
      missing.push(expected++);
    expected = sequence + 1;
  }
  return missing;
}

function isoTime(epochMicros: number): string {
  return new Date(Math.floor(epochMicros / 1000)).toISOString();
}
