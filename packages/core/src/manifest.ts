// Makes the manifest of a recording from its segments and gaps. usecase/seal-recording.ts checks that the
// bucket holds the segments.
import type { Manifest, ManifestGap, SegmentToStore } from "./contract.ts";
import { AppError } from "./errors.ts";
import { joinNearest } from "./gaps.ts";
import { recordingStartedAtMicros, type RecordingId } from "./ids.ts";
import { givenTexts, type RecordingTexts } from "./recording-texts.ts";
import { GAPS_PER_RECORDING, SAMPLE_RATE_HZ } from "./limits.ts";

/** Most sequences that an error names: enough to find the fault, too few to fill a log. */
export const MAX_NAMED = 20;

export interface ManifestParts extends RecordingTexts {
  readonly recordingId: RecordingId;
  readonly segments: readonly SegmentToStore[];
  readonly gaps: readonly ManifestGap[];
  readonly isRecovered?: true;
}

/**
 * @param input.segments - in any order
 * @param sealedAtMicros - microseconds since 1970, by the server's clock
 * @throws {AppError} RECORDING_INCOMPLETE – sequences are left out
 * @throws {AppError} INPUT_INVALID – a segment does not begin where the one before it ends
 */
export function buildManifest(input: ManifestParts, sealedAtMicros: number): Manifest {
  const segments = input.segments.toSorted((a, b) => a.sequence - b.sequence);
  refuseHoles(segments);
  return manifestOf({ ...input, segments }, sealedAtMicros);
}

/**
 * The manifest of segments of which some may be missing: holes.ts has closed the holes.
 *
 * @param parts.segments - in order
 * @throws {AppError} INPUT_INVALID – a segment does not begin where the one before it ends
 */
export function manifestOf(parts: ManifestParts, sealedAtMicros: number): Manifest {
  const { recordingId, segments, gaps, isRecovered } = parts;
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
    ...(isRecovered ? { isRecovered } : {}),
    ...givenTexts(parts),
    sampleRateHz: SAMPLE_RATE_HZ,
    durationMs: (sampleCount * 1000) / SAMPLE_RATE_HZ,
    sampleCount,
    sizeBytes,
    segments: segments.map(plainSegment),
    gaps: inOrder(gaps),
  };
}

/**
 * The manifest of the whole recording, when it knows more than the stored one: segments, or the gaps of a
 * recording that was recovered without its device. Texts of the stored manifest win over those of the newer one.
 *
 * @returns `undefined` when `newer` lacks a segment of the stored one, or knows no more
 */
export function extendManifest(stored: Manifest, newer: Manifest): Manifest | undefined {
  const names = new Set(newer.segments.map(({ sequence, sha256 }) => `${sequence} ${sha256}`));
  if (!stored.segments.every(({ sequence, sha256 }) => names.has(`${sequence} ${sha256}`))) {
    return undefined;
  }
  const isLonger = newer.segments.length > stored.segments.length;
  if (!isLonger && stored.isRecovered !== true) return undefined;
  // Where segments are missing is found anew each time.
  const told = stored.gaps.filter(({ reason }) => reason !== "missing");
  const gaps = new Map([...told, ...newer.gaps].map((gap) => [JSON.stringify(plainGap(gap)), gap]));
  return {
    ...newer,
    ...givenTexts({ ...newer, ...givenTexts(stored) }),
    gaps: [...joinNearest(inOrder([...gaps.values()]), GAPS_PER_RECORDING)],
  };
}

/** Whether the stored manifest names all of these gaps. */
export function holdsGaps(stored: Manifest, gaps: readonly ManifestGap[]): boolean {
  const names = new Set(stored.gaps.map((gap) => JSON.stringify(plainGap(gap))));
  return gaps.every((gap) => names.has(JSON.stringify(plainGap(gap))));
}

// The caller chose the order of an object's fields; the manifest's bytes must not depend on it.

function plainSegment(segment: SegmentToStore): SegmentToStore {
  const { sequence, sizeBytes, sha256, startSample, sampleCount } = segment;
  return { sequence, sizeBytes, sha256, startSample, sampleCount };
}

function plainGap({ startSample, durationMs, reason }: ManifestGap): ManifestGap {
  return { startSample, durationMs, reason };
}

function inOrder(gaps: readonly ManifestGap[]): ManifestGap[] {
  return gaps.toSorted((a, b) => a.startSample - b.startSample).map(plainGap);
}

/**
 * Throws when the list holds a sequence. The error's details hold the sequences for programs, as `3,4,17`,
 * and their count.
 *
 * @param state - their fault, as in `Segments not in the bucket: 3, 4.`
 * @param sequences - in order, at least the first {@link MAX_NAMED}
 * @param sequenceCount - the number of all of them; `uncounted` when there may be more
 */
export function refuseSequences(
  code: "RECORDING_INCOMPLETE" | "RECORDING_ALTERED" | "CHECKSUM_ABSENT",
  state: string,
  sequences: readonly number[],
  sequenceCount: number | "uncounted" = sequences.length,
): void {
  if (sequences.length === 0) return;
  const named = sequences.slice(0, MAX_NAMED);
  const isCounted = sequenceCount !== "uncounted";
  const moreCount = isCounted ? sequenceCount - named.length : undefined;
  const rest = moreCount === undefined ? " and more" : ` and ${moreCount} more`;
  throw new AppError(
    code,
    `Segments ${state}: ${named.join(", ")}${moreCount === 0 ? "" : rest}.`,
    {
      details: { sequences: named.join(","), ...(isCounted ? { sequenceCount } : {}) },
    },
  );
}

/**
 * @param segments - in order, each once
 * @throws {AppError} RECORDING_INCOMPLETE – names the sequences that are left out
 */
function refuseHoles(segments: readonly SegmentToStore[]): void {
  const last = segments.at(-1)?.sequence ?? -1;
  const leftOut: number[] = [];
  let expected = 0;
  for (const { sequence } of segments) {
    // One segment with the sequence 1,000,000 must not make a list of a million.
    while (expected < sequence && leftOut.length < MAX_NAMED) leftOut.push(expected++);
    expected = sequence + 1;
  }
  refuseSequences("RECORDING_INCOMPLETE", "left out", leftOut, last + 1 - segments.length);
}

/** ISO 8601, UTC, to the millisecond. */
export function isoTime(epochMicros: number): string {
  return new Date(Math.floor(epochMicros / 1000)).toISOString();
}
