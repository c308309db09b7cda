// segments.*: what a device stores of a recording, and what the bucket holds of it.
import * as z from "zod";
import { LIMITS } from "../limits.ts";
import {
  placeHint,
  recordingId,
  rule,
  sampleCount,
  sha256,
  sizeBytes,
  startSample,
  wholeNumber,
} from "./fields.ts";
import { grant } from "./uploads.ts";

export const segmentToStore = z.strictObject({
  sequence: wholeNumber(0, LIMITS.sequence, "segments"),
  sizeBytes,
  sha256,
  startSample,
  sampleCount,
});
export type SegmentToStore = z.infer<typeof segmentToStore>;

/** A list that names each segment once. */
export const segmentList = <Segment extends z.ZodType<{ sequence: number }>>(
  segment: Segment,
  max: number,
) => {
  const listRule = rule(`a list of 1 to ${max} segments`);
  return z
    .array(segment, listRule)
    .min(1, listRule)
    .max(max, listRule)
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
    });
};

/**
 * How the bucket refused an upload. Only the browser has seen that answer, so it tells the API, and the
 * owner of the bucket reads it in the API's log. No status: the browser could not read the answer.
 */
const refusedUpload = z.strictObject({
  status: wholeNumber(100, 599, "HTTP status").optional(),
  /** S3's own code, for example `AccessDenied`. */
  code: z
    .string()
    .regex(/^[A-Za-z0-9]{1,64}$/, rule("1 to 64 letters and digits"))
    .optional(),
});
export type RefusedUpload = z.infer<typeof refusedUpload>;

const segmentToVerify = segmentToStore.pick({ sequence: true, sizeBytes: true, sha256: true });
export type SegmentToVerify = z.infer<typeof segmentToVerify>;
const segmentsToVerify = segmentList(segmentToVerify, LIMITS.segmentsPerCall);

/** `segments.presign` */
export const presignSegmentsInput = z.strictObject({
  recordingId,
  segments: segmentList(segmentToStore, LIMITS.segmentsPerCall),
  /** Segments that were stored before and are to be verified in the same call: it saves a call for each. */
  verify: segmentsToVerify.optional(),
  refused: refusedUpload.optional(),
  userType: placeHint,
});
export type PresignSegmentsInput = z.infer<typeof presignSegmentsInput>;

/** `userType` is the one in the key: a hint for the calls that follow, see {@link placeHint}. */
const segmentGrant = grant.extend({ userType: z.string() });
export type SegmentGrant = z.infer<typeof segmentGrant>;

/** `segments.verify` */
export const verifySegmentsInput = z.strictObject({
  recordingId,
  segments: segmentsToVerify,
  userType: placeHint,
});
export type VerifySegmentsInput = z.infer<typeof verifySegmentsInput>;

/** What S3 holds under a segment's key: these very bytes, nothing, or something else. */
const segmentVerdict = z.object({
  sequence: z.int(),
  state: z.enum(["verified", "missing", "mismatch"]),
  /**
   * The store gives no SHA-256 of the object, so a `mismatch` proves nothing. This is a field of its own
   * because pages of the release before know only the three states.
   */
  checksum: z.literal("absent").optional(),
});
export type SegmentVerdict = z.infer<typeof segmentVerdict>;

/**
 * Grants in the order of the segments asked for. A caller that sent `verify` gets an object with the
 * verdicts beside the grants; an empty list of verdicts says that S3 did not answer just now.
 */
export const presignedSegments = z.union([
  z.array(segmentGrant),
  z.object({ grants: z.array(segmentGrant), verdicts: z.array(segmentVerdict) }),
]);
export type PresignedSegments = z.infer<typeof presignedSegments>;

/** Verdicts in the order of the segments asked about, and the user type of the keys that were checked. */
export const segmentVerdicts = z.object({
  userType: z.string(),
  segments: z.array(segmentVerdict),
});
export type SegmentVerdicts = z.infer<typeof segmentVerdicts>;
