// Compares segments with the objects in the bucket. A device deletes its copy only on this verdict.
import type {
  SegmentToVerify,
  SegmentVerdict,
  SegmentVerdicts,
  VerifySegmentsInput,
} from "../contract.ts";
import type { Identity } from "../identity.ts";
import type { RecordingId } from "../ids.ts";
import { inParallel } from "../in-parallel.ts";
import { objectKey } from "../object-key.ts";
import type { ObjectStore, StoredObject } from "../ports.ts";

/**
 * HEADs at a time: the SDK opens at most 50 connections. A HEAD takes some 15 ms, so those of the longest
 * manifest, 20,000 segments, take about 6 s.
 */
export const HEADS_AT_ONCE = 48;

/** Verdicts in the order asked. Keys come from the identity, so a person can ask only about their own. */
export async function verifySegments(
  input: VerifySegmentsInput,
  identity: Identity,
  ports: { readonly store: ObjectStore },
): Promise<SegmentVerdicts> {
  const segments = await inspectSegments(input, identity, ports.store);
  return { userType: identity.userType, segments };
}

/** One HEAD for each segment. */
export function inspectSegments(
  recording: { readonly recordingId: RecordingId; readonly segments: readonly SegmentToVerify[] },
  identity: Identity,
  store: ObjectStore,
): Promise<SegmentVerdict[]> {
  const { recordingId } = recording;
  return inParallel(recording.segments, HEADS_AT_ONCE, async (segment) => {
    const { sequence } = segment;
    const stored = await store.head(
      objectKey(identity, { kind: "segment", recordingId, sequence }),
    );
    return { sequence, ...verdictOn(stored, segment) };
  });
}

function verdictOn(
  stored: StoredObject | undefined,
  expected: SegmentToVerify,
): Omit<SegmentVerdict, "sequence"> {
  if (stored === undefined) return { state: "missing" };
  if (!isChecksum(stored.sha256)) return { state: "mismatch", checksum: "absent" };
  const { unsignedHeaders = {} } = stored;
  const isSame =
    stored.sizeBytes === expected.sizeBytes &&
    stored.sha256 === expected.sha256 &&
    // With such a header, browsers may be unable to play bytes that are right.
    Object.keys(unsignedHeaders).length === 0;
  return { state: isSame ? "verified" : "mismatch" };
}

/**
 * Stores older than S3's checksums give none. For an object that was copied in parts, S3 gives a checksum
 * over the checksums of the parts, with the number of parts: `…-2`.
 */
export function isChecksum(sha256: string | undefined): sha256 is string {
  return sha256 !== undefined && !/-\d+$/.test(sha256);
}
