// Grants the segments of one recording, in the order asked, and verifies segments that were stored before.
import type {
  PresignedSegments,
  PresignSegmentsInput,
  SegmentGrant,
  SegmentToStore,
  SegmentVerdict,
} from "../contract.ts";
import { AppError } from "../errors.ts";
import type { Identity } from "../identity.ts";
import { formatTimestamp, recordingStartedAtMicros, type RecordingId } from "../ids.ts";
import { LIMITS, SAMPLE_RATE_HZ, SEGMENT_CONTENT_TYPE, SEGMENT_FORMAT_VERSION } from "../limits.ts";
import { objectKey } from "../object-key.ts";
import type { GrantSigner, ObjectStore } from "../ports.ts";
import { quote } from "../quote.ts";
import { reserveRecording, type ReservePorts } from "../usage/reserve.ts";
import { inspectSegments } from "./verify-segments.ts";

/**
 * Asking again for the same segment gives a grant for the same key, so a retry is safe.
 *
 * @throws {AppError} RECORDING_FROM_FUTURE – the id is dated more than a day ahead of the clock
 * @throws {AppError} INPUT_INVALID – more segments than a recording may have, or more bytes than the sound of
 *   a segment can take
 * @throws {AppError} QUOTA_EXCEEDED – there is no room for a new recording
 * @throws {AppError} THROTTLED – as {@link reserveRecording}
 */
export async function presignSegments(
  input: PresignSegmentsInput,
  identity: Identity,
  ports: ReservePorts & { readonly signer: GrantSigner; readonly store: ObjectStore },
): Promise<PresignedSegments> {
  refuseFuture(input.recordingId, ports.clock.nowMicros());
  input.segments.forEach(refuseTooMuch);
  await reserveRecording(input.recordingId, identity, ports);
  const grants = signGrants(input, identity, ports.signer);
  const { recordingId, verify } = input;
  if (verify === undefined) return grants;
  const [signed, verdicts] = await Promise.all([
    grants,
    // A failed verify must not hold up new segments: the device asks again with its next call.
    inspectSegments({ recordingId, segments: verify }, identity, ports.store).catch(
      (): SegmentVerdict[] => [],
    ),
  ]);
  return { grants: signed, verdicts };
}

function signGrants(
  input: PresignSegmentsInput,
  identity: Identity,
  signer: GrantSigner,
): Promise<SegmentGrant[]> {
  return Promise.all(
    input.segments.map(async (segment) => {
      const { sequence, sizeBytes, sha256 } = segment;
      const { recordingId } = input;
      const grant = await signer.signPut({
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

/** Metadata of a segment's object, from which the bucket alone can rebuild a manifest. */
function segmentMetadata(
  segment: Pick<SegmentToStore, "startSample" | "sampleCount">,
): Record<string, string> {
  return {
    "format-version": String(SEGMENT_FORMAT_VERSION),
    "sample-count": String(segment.sampleCount),
    "start-sample": String(segment.startSample),
  };
}

/** The declared sound bounds the bytes that one token can store. */
function refuseTooMuch({ sequence, sizeBytes, sampleCount }: SegmentToStore): void {
  const { segmentsPerRecording, segmentBytes } = LIMITS;
  if (sequence >= segmentsPerRecording) {
    throw new AppError(
      "INPUT_INVALID",
      `A recording may have ${segmentsPerRecording} segments, numbered from 0, got ${sequence}.`,
    );
  }
  const { perSecond, fixed } = segmentBytes;
  const maxBytes = Math.floor((perSecond * sampleCount) / SAMPLE_RATE_HZ) + fixed;
  if (sizeBytes > maxBytes) {
    throw new AppError(
      "INPUT_INVALID",
      `Segment ${sequence} of ${sampleCount} samples may have ${maxBytes} bytes, got ${sizeBytes}.`,
    );
  }
}

function refuseFuture(recordingId: RecordingId, nowMicros: number): void {
  const latestMicros = nowMicros + LIMITS.recordingFutureSeconds * 1_000_000;
  if (recordingStartedAtMicros(recordingId) <= latestMicros) return;
  throw new AppError(
    "RECORDING_FROM_FUTURE",
    `A recording id may be dated at most a day ahead of ${formatTimestamp(nowMicros)} (UTC), got ${quote(recordingId)}.`,
  );
}
