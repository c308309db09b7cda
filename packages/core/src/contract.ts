// The wire contract: a zod schema for the input and output of every procedure. The router checks
// with it, clients infer their types from it, docs/api.md is printed from it.
import * as z from "zod";
import { isRecordingId, type RecordingId } from "./ids.ts";
import { CONTENT_TYPES, LIMITS, SAMPLE_RATE_HZ } from "./limits.ts";
import { quote } from "./quote.ts";

/** Makes a schema's message name the rule and the value that broke it. */
const rule = (text: string) => ({
  error: (issue: { readonly input?: unknown }) => `must be ${text}, got ${quote(issue.input)}`,
});

const wholeNumber = (min: number, max: number, unit: string) => {
  const message = rule(`a whole number of ${unit} from ${min} to ${max}`);
  return z.int(message).min(min, message).max(max, message);
};

const SHA256_BASE64 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const sha256Rule = rule("the base64 of 32 bytes (44 characters)");

/** Base64 of a SHA-256, as S3's `x-amz-checksum-sha256` wants it. */
const sha256 = z.string(sha256Rule).regex(SHA256_BASE64, sha256Rule);

/** Bytes of the object to store: what `content-length` is signed to be. */
const sizeBytes = wholeNumber(1, LIMITS.objectBytes, "bytes");

const recordingIdRule = rule("a recording id {timestamp}-{6 characters of Crockford base32}");
const recordingId = z
  .string(recordingIdRule)
  .refine(isRecordingId, recordingIdRule)
  .transform((id) => id as RecordingId);

/** Where a segment lies in its recording, in samples at 48 kHz: 2^52 keeps sums exact. */
const startSample = wholeNumber(0, 2 ** 52, "samples");
const sampleCount = wholeNumber(1, LIMITS.segmentSeconds.max * SAMPLE_RATE_HZ, "samples");

/** Permission to store exactly these bytes under this key, once, until `expiresAt`. */
export const grant = z.object({
  key: z.string(),
  /** The presigned PUT URL: a secret until it expires. Never log it. */
  url: z.url(),
  /** Send exactly these; the browser adds `content-length` and `host` itself. */
  headers: z.record(z.string(), z.string()),
  /** ISO 8601, UTC. */
  expiresAt: z.iso.datetime(),
});
export type Grant = z.infer<typeof grant>;

/** `session.me` */
export const me = z.object({
  sub: z.string(),
  userType: z.string(),
  provider: z.string(),
  prefix: z.string(),
});

const contentTypeRule = rule(`one of ${CONTENT_TYPES.join(", ")}`);

/** `uploads.presign` */
export const presignUploadInput = z.strictObject({
  contentType: z.enum(CONTENT_TYPES, contentTypeRule),
  sizeBytes,
  sha256,
});
export type PresignUploadInput = z.infer<typeof presignUploadInput>;

const segmentToStore = z.strictObject({
  sequence: wholeNumber(0, LIMITS.sequence, "segments"),
  sizeBytes,
  sha256,
  startSample,
  sampleCount,
});
export type SegmentToStore = z.infer<typeof segmentToStore>;

const segmentsRule = rule(`a list of 1 to ${LIMITS.segmentsPerCall} segments`);

/** `segments.presign` */
export const presignSegmentsInput = z.strictObject({
  recordingId,
  segments: z
    .array(segmentToStore, segmentsRule)
    .min(1, segmentsRule)
    .max(LIMITS.segmentsPerCall, segmentsRule)
    .superRefine((segments, context) => {
      const seen = new Set<number>();
      for (const { sequence } of segments) {
        if (seen.has(sequence)) {
          context.addIssue({
            code: "custom",
            message: `must name each sequence once, got ${sequence} twice`,
          });
          return;
        }
        seen.add(sequence);
      }
    }),
});
export type PresignSegmentsInput = z.infer<typeof presignSegmentsInput>;

/** Grants in the order of the segments asked for. */
export const grants = z.array(grant);
