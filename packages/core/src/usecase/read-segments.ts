// Reads from the bucket the facts about a recording's segments that its manifest will name.
import type { SegmentToStore } from "../contract.ts";
import { AppError } from "../errors.ts";
import type { Identity } from "../identity.ts";
import type { RecordingId } from "../ids.ts";
import { inParallel } from "../in-parallel.ts";
import { MAX_NAMED, refuseSequences } from "../manifest.ts";
import { objectKey } from "../object-key.ts";
import type { ObjectStore, StoredObject } from "../ports.ts";
import { HEADS_AT_ONCE, isChecksum } from "./verify-segments.ts";

/** Told how many objects are about to be read. @throws {AppError} THROTTLED – too many; then none is read */
export type CountReads = (objects: number) => void;

/**
 * One HEAD for each segment, until twenty are missing: a seal of a recording that is not there must not cost
 * thousands.
 *
 * @param sequences - of the segments to read, in order
 * @returns the segments, in order
 * @throws {AppError} RECORDING_INCOMPLETE – names the segments that are not in the bucket
 * @throws {AppError} CHECKSUM_ABSENT – names those of which the store gives no SHA-256
 * @throws {AppError} RECORDING_ALTERED – names those that were not stored by a grant
 * @throws {AppError} THROTTLED – by `countReads`
 */
export async function readSegments(
  {
    recordingId,
    sequences,
  }: { readonly recordingId: RecordingId; readonly sequences: readonly number[] },
  identity: Identity,
  store: ObjectStore,
  countReads?: CountReads,
): Promise<SegmentToStore[]> {
  countReads?.(sequences.length);
  const missing: number[] = [];
  const withoutChecksum: number[] = [];
  const altered: number[] = [];
  let askedCount = 0;
  const segments = await inParallel(sequences, HEADS_AT_ONCE, async (sequence) => {
    if (missing.length >= MAX_NAMED) return undefined;
    askedCount += 1;
    const stored = await store.head(
      objectKey(identity, { kind: "segment", recordingId, sequence }),
    );
    if (stored === undefined) missing.push(sequence);
    else if (!isChecksum(stored.sha256)) withoutChecksum.push(sequence);
    else {
      const segment = segmentOf(sequence, stored.sha256, stored);
      if (segment === undefined) altered.push(sequence);
      return segment;
    }
    return undefined;
  });
  refuseSequences(
    "RECORDING_INCOMPLETE",
    "not in the bucket",
    inOrder(missing),
    askedCount === sequences.length ? missing.length : "uncounted",
  );
  refuseSequences("RECORDING_ALTERED", "that no grant has stored", inOrder(altered));
  refuseSequences(
    "CHECKSUM_ABSENT",
    "of which the store gives no SHA-256",
    inOrder(withoutChecksum),
  );
  return segments.map((segment) => {
    if (segment !== undefined) return segment;
    throw new AppError("INTERNAL", "A segment was neither found nor refused.");
  });
}

/** The grant signed the metadata. @returns `undefined` for an object that no grant has stored */
function segmentOf(
  sequence: number,
  sha256: string,
  { sizeBytes, metadata, unsignedHeaders = {} }: StoredObject,
): SegmentToStore | undefined {
  const startSample = wholeNumber(metadata["start-sample"]);
  const sampleCount = wholeNumber(metadata["sample-count"]);
  if (
    startSample === undefined ||
    sampleCount === undefined ||
    Object.keys(unsignedHeaders).length > 0
  ) {
    return undefined;
  }
  return { sequence, sizeBytes, sha256, startSample, sampleCount };
}

function wholeNumber(text = ""): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function inOrder(sequences: readonly number[]): number[] {
  return sequences.toSorted((a, b) => a - b);
}
