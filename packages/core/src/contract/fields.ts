// Fields that several procedures take. A message names the rule and the value that broke it.
import * as z from "zod";
import { isKeyName } from "../identity.ts";
import { isRecordingId, isTimestamp, type LibraryId, type RecordingId } from "../ids.ts";
import { LIMITS, SAMPLE_RATE_HZ } from "../limits.ts";
import { quote } from "../quote.ts";

/** Makes a schema's message name the rule and the value that broke it. */
export const rule = (text: string) => ({
  error: (issue: { readonly input?: unknown }) => `must be ${text}, got ${quote(issue.input)}`,
});

export const wholeNumber = (min: number, max: number, unit: string) => {
  const message = rule(`a whole number of ${unit} from ${min} to ${max}`);
  return z.int(message).min(min, message).max(max, message);
};

const SHA256_BASE64 = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const sha256Rule = rule("the base64 of 32 bytes (44 characters)");

/** Base64 of a SHA-256, in the form of S3's `x-amz-checksum-sha256`. */
export const sha256 = z.string(sha256Rule).regex(SHA256_BASE64, sha256Rule);

/** Bytes of the object to store: the grant signs them as `content-length`. */
export const sizeBytes = wholeNumber(1, LIMITS.objectBytes, "bytes");

const recordingIdRule = rule("a recording id {timestamp}-{6 characters of Crockford base32}");
export const recordingId = z
  .string(recordingIdRule)
  .refine(isRecordingId, recordingIdRule)
  .transform((id) => id as RecordingId);

const libraryIdRule = rule(
  "a recording id {timestamp}-{6 characters of Crockford base32}, or the timestamp of a one-off upload",
);
export const libraryId = z
  .string(libraryIdRule)
  .refine((text): boolean => isRecordingId(text) || isTimestamp(text), libraryIdRule)
  .transform((id) => id as LibraryId);

/** The first sample of a segment in its recording, at 48 kHz. The bound of 2^52 keeps sums exact. */
export const startSample = wholeNumber(0, 2 ** 52, "samples");
export const sampleCount = wholeNumber(1, LIMITS.segmentSeconds.max * SAMPLE_RATE_HZ, "samples");

const userTypeRule = rule("a user type: 1 to 64 letters, digits and any of ._-");

/**
 * The user type in the keys of the recording's segments, as earlier answers told it. It is a hint for the
 * case that the person's groups have changed since: see usecase/find-place.ts.
 */
export const placeHint = z.string(userTypeRule).refine(isKeyName, userTypeRule).optional();
