// Makes the manifest of a recording from its segments and gaps. usecase/seal-recording.ts checks that the
// bucket holds the segments.
import type { Gap, Manifest, SealByList, SegmentToStore } from "./contract.ts";
import { AppError } from "./errors.ts";
import { joinNearest } from "./gaps.ts";
import { recordingStartedAtMicros } from "./ids.ts";
import { givenTexts, type RecordingTexts } from "./recording-texts.ts";
import { RECORDER_LIMITS, SAMPLE_RATE_HZ } from "./limits.ts";

/** Most sequences that an error names: enough to find the fault, too few to fill a log. */
export const MAX_NAMED = 20;

export type ManifestParts = Pick<SealByList, "recordingId" | "segments" | "gaps"> & RecordingTexts;

/**
 * @param input.segments - in any order
 * @param sealedAtMicros - microseconds since 1970, by the server's clock
 * @throws {AppError} RECORDING_INCOMPLETE – sequences are left out
 * @throws {AppError} INPUT_INVALID – a segment does not begin where the one before it ends
 */
export function buildManifest(input: ManifestParts, sealedAtMicros: number): Manifest {
  const { recordingId, gaps } = input;
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
    ...givenTexts(input),
    sampleRateHz: SAMPLE_RATE_HZ,
    durationMs: (sampleCount * 1000) / SAMPLE_RATE_HZ,
    sampleCount,
    sizeBytes,
    segments: segments.map(plainSegment),
    gaps: inOrder(gaps),
  };
}

/**
 * The manifest of the whole recording, when it goes on where the stored one ends. Texts of the stored
 * manifest win over those of the longer one.
 *
 * @returns `undefined` when `longer` is not longer, or lacks a segment of the stored one
 */
export function extendManifest(stored: Manifest, longer: Manifest): Manifest | undefined {
  if (longer.segments.length <= stored.segments.length) return undefined;
  const names = new Set(longer.segments.map(({ sequence, sha256 }) => `${sequence} ${sha256}`));
  if (!stored.segments.every(({ sequence, sha256 }) => names.has(`${sequence} ${sha256}`))) {
    return undefined;
  }
  const gaps = new Map(
    [...stored.gaps, ...longer.gaps].map((gap) => [JSON.stringify(plainGap(gap)), gap]),
  );
  return {
    ...longer,
    ...givenTexts({ ...longer, ...givenTexts(stored) }),
    gaps: [...joinNearest(inOrder([...gaps.values()]), RECORDER_LIMITS.gapsPerRecording)],
  };
}

/** Whether the stored manifest names all of these gaps. */
export function holdsGaps(stored: Manifest, gaps: readonly Gap[]): boolean {
  const names = new Set(stored.gaps.map((gap) => JSON.stringify(plainGap(gap))));
  return gaps.every((gap) => names.has(JSON.stringify(plainGap(gap))));
}

// The caller chose the order of an object's fields; the manifest's bytes must not depend on it.

function plainSegment(segment: SegmentToStore): SegmentToStore {
  const { sequence, sizeBytes, sha256, startSample, sampleCount } = segment;
  return { sequence, sizeBytes, sha256, startSample, sampleCount };
}

function plainGap({ startSample, durationMs, reason }: Gap): Gap {
  return { startSample, durationMs, reason };
}

function inOrder(gaps: readonly Gap[]): Gap[] {
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
