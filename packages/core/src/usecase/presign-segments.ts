// Grants the segments of one recording, in the order asked.
import type { PresignSegmentsInput, SegmentGrant, SegmentToStore } from "../contract.ts";
import { AppError } from "../errors.ts";
import type { Identity } from "../identity.ts";
import { formatTimestamp, recordingStartedAtMicros, type RecordingId } from "../ids.ts";
import { LIMITS, SEGMENT_CONTENT_TYPE, SEGMENT_FORMAT_VERSION } from "../limits.ts";
import { objectKey } from "../object-key.ts";
import type { Clock, GrantSigner } from "../ports.ts";
import { quote } from "../quote.ts";

/**
 * Asking again for the same segment names the same key: that is what makes a retry safe.
 *
 * @throws {AppError} RECORDING_FROM_FUTURE – the id is dated more than a day ahead of the clock
 */
export async function presignSegments(
  input: PresignSegmentsInput,
  identity: Identity,
  ports: { readonly clock: Clock; readonly signer: GrantSigner },
): Promise<SegmentGrant[]> {
  refuseFuture(input.recordingId, ports.clock.nowMicros());
  return Promise.all(
    input.segments.map(async (segment) => {
      const { sequence, sizeBytes, sha256 } = segment;
      const { recordingId } = input;
      const grant = await ports.signer.signPut({
        key: objectKey(identity, { kind: "segment", recordingId, sequence }),
        contentType: SEGMENT_CONTENT_TYPE,
        sizeBytes,
        sha256,
        metadata: segmentMetadata(segment),
      });
      return { ...grant, userType: identity.userType };
    }),
  );
}

/** What is stored beside a segment, so that the bucket alone can rebuild a manifest. */
function segmentMetadata(
  segment: Pick<SegmentToStore, "startSample" | "sampleCount">,
): Record<string, string> {
  return {
    "format-version": String(SEGMENT_FORMAT_VERSION),
    "sample-count": String(segment.sampleCount),
    "start-sample": String(segment.startSample),
  };
}

function refuseFuture(recordingId: RecordingId, nowMicros: number): void {
  const latestMicros = nowMicros + LIMITS.recordingFutureSeconds * 1_000_000;
  if (recordingStartedAtMicros(recordingId) <= latestMicros) return;
  throw new AppError(
    "RECORDING_FROM_FUTURE",
    `A recording id may be dated at most a day ahead of ${formatTimestamp(nowMicros)} (UTC), got ${quote(recordingId)}.`,
  );
}
