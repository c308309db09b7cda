// Says what the bucket really holds of a recording's segments: the only word on which a device may
// delete its copy.
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
 * HEADs at a time: the SDK's own limit of connections is 50. A HEAD takes some 15 ms, so the longest
 * manifest, 20,000 segments, takes about 6 s of them.
 */
export const HEADS_AT_ONCE = 48;

/** Verdicts in the order asked. Keys come from the identity: nobody can ask about another's. */
export async function verifySegments(
  input: VerifySegmentsInput,
  identity: Identity,
  ports: { readonly store: ObjectStore },
): Promise<SegmentVerdicts> {
  const segments = await inspectSegments(input, identity, ports.store);
  return { userType: identity.userType, segments };
}

/** One HEAD for each. */
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
    // The bytes are right, and no browser may be able to play them.
    Object.keys(unsignedHeaders).length === 0;
  return { state: isSame ? "verified" : "mismatch" };
}

/**
 * Stores older than S3's checksums give none. Of an object that was copied in parts, S3 gives the
 * checksum of the parts' checksums, with their number: `…-2`.
 */
export function isChecksum(sha256: string | undefined): sha256 is string {
  return sha256 !== undefined && !/-\d+$/.test(sha256);
}
