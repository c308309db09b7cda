// The manifest of a recording, made from what its recorder says of it. Whether the bucket agrees is
// seal-recording's to find out.
import type { Gap, Manifest, SealRecordingInput, SegmentToStore } from "./contract.ts";
import { AppError } from "./errors.ts";
import { recordingStartedAtMicros } from "./ids.ts";
import { SAMPLE_RATE_HZ } from "./limits.ts";

/** How many sequences an error names: enough to look at, too few to fill a log. */
const MAX_NAMED = 20;

/**
 * @throws {AppError} RECORDING_INCOMPLETE – sequences are left out
 * @throws {AppError} INPUT_INVALID – a segment does not begin where the one before it ends
 */
export function buildManifest(input: SealRecordingInput, sealedAtMicros: number): Manifest {
  const { recordingId, title, gaps } = input;
  const segments = input.segments.toSorted((a, b) => a.sequence - b.sequence);
  refuseHoles(segments);
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
    segments: segments.map(plainSegment),
    gaps: gaps.toSorted((a, b) => a.startSample - b.startSample).map(plainGap),
  };
}

/**
 * Whether the manifest that is stored names all the sound of the one that is asked for. Titles and the
 * time of sealing may differ. It may name more: a device whose disk was full can have sealed a
 * recording, died, and remember only some of it (found by simulation, seed 4171).
 */
export function holdsAllOf(stored: Manifest, asked: Manifest): boolean {
  const names = (parts: readonly object[]) => new Set(parts.map((part) => JSON.stringify(part)));
  const storedSegments = names(stored.segments.map(plainSegment));
  const storedGaps = names(stored.gaps.map(plainGap));
  return (
    stored.recordingId === asked.recordingId &&
    asked.segments.every((segment) => storedSegments.has(JSON.stringify(plainSegment(segment)))) &&
    asked.gaps.every((gap) => storedGaps.has(JSON.stringify(plainGap(gap))))
  );
}

// Whoever made an object chose the order of its fields; the manifest's bytes do not depend on it.

function plainSegment(segment: SegmentToStore): SegmentToStore {
  const { sequence, sizeBytes, sha256, startSample, sampleCount } = segment;
  return { sequence, sizeBytes, sha256, startSample, sampleCount };
}

function plainGap({ startSample, durationMs, reason }: Gap): Gap {
  return { startSample, durationMs, reason };
}

/**
 * Throws unless there are none; the details carry them for programs: `3,4,17` and their count.
 *
 * @param state - what is the matter with them, as in `Segments not in the bucket: 3, 4.`
 * @param sequences - in order, at least the first {@link MAX_NAMED}
 * @param sequenceCount - how many there are
 */
export function refuseSequences(
  code: "RECORDING_INCOMPLETE" | "RECORDING_ALTERED" | "CHECKSUM_ABSENT",
  state: string,
  sequences: readonly number[],
  sequenceCount = sequences.length,
): void {
  if (sequenceCount === 0) return;
  const named = sequences.slice(0, MAX_NAMED);
  const more = sequenceCount - named.length;
  throw new AppError(
    code,
    `Segments ${state}: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`,
    { details: { sequences: named.join(","), sequenceCount } },
  );
}

/** @param segments - in order, at least one, each once */
function refuseHoles(segments: SealRecordingInput["segments"]): void {
  const last = segments.at(-1)?.sequence ?? -1;
  const leftOut: number[] = [];
  let expected = 0;
  for (const { sequence } of segments) {
    // A sequence of a million with nothing before it must not make a list of a million.
    while (expected < sequence && leftOut.length < MAX_NAMED) leftOut.push(expected++);
    expected = sequence + 1;
  }
  refuseSequences("RECORDING_INCOMPLETE", "left out", leftOut, last + 1 - segments.length);
}

/** ISO 8601, UTC, to the millisecond. */
export function isoTime(epochMicros: number): string {
  return new Date(Math.floor(epochMicros / 1000)).toISOString();
}
