// The wire contract: a zod schema for the input and output of every procedure. The router checks
// with it, clients infer their types from it, docs/api.md is printed from it.
import * as z from "zod";
import { isKeyName } from "./identity.ts";
import { isRecordingId, isTimestamp, type LibraryId, type RecordingId } from "./ids.ts";
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

const libraryIdRule = rule(
  "a recording id {timestamp}-{6 characters of Crockford base32}, or the timestamp of a one-off upload",
);
const libraryId = z
  .string(libraryIdRule)
  .refine((text): boolean => isRecordingId(text) || isTimestamp(text), libraryIdRule)
  .transform((id) => id as LibraryId);

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

const userTypeRule = rule("a user type: 1 to 64 letters, digits and any of ._-");

/**
 * The user type under which the recording's segments are, as earlier answers have told. A hint, in case
 * the person's groups have changed since: see usecase/find-place.ts.
 */
const placeHint = z.string(userTypeRule).refine(isKeyName, userTypeRule).optional();

const segmentToStore = z.strictObject({
  sequence: wholeNumber(0, LIMITS.sequence, "segments"),
  sizeBytes,
  sha256,
  startSample,
  sampleCount,
});
export type SegmentToStore = z.infer<typeof segmentToStore>;

/** A list of segments, each named once. */
const segmentList = <Segment extends z.ZodType<{ sequence: number }>>(
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
 * How an upload was refused on its way to the bucket: the browser alone has seen it, and the owner of the
 * bucket reads it in the API's log. Without a status, no answer could be read.
 */
const refusedUpload = z.strictObject({
  status: wholeNumber(100, 599, "HTTP status").optional(),
  /** S3's own, as `AccessDenied`. */
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
  /** Segments that were stored before, to be verified on this occasion: it saves a call for each. */
  verify: segmentsToVerify.optional(),
  refused: refusedUpload.optional(),
  userType: placeHint,
});
export type PresignSegmentsInput = z.infer<typeof presignSegmentsInput>;

/** The user type is the one in its key: a hint for the calls that follow, see {@link placeHint}. */
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
   * The store gives no SHA-256 of what it holds, so a `mismatch` proves nothing. A field of its own,
   * because pages of the release before know the three states only.
   */
  checksum: z.literal("absent").optional(),
});
export type SegmentVerdict = z.infer<typeof segmentVerdict>;

/**
 * Grants in the order of the segments asked for. Whoever sent `verify` gets an object, with the verdicts
 * beside them; a list of verdicts that is empty says that S3 could not be asked just now.
 */
export const presignedSegments = z.union([
  z.array(segmentGrant),
  z.object({ grants: z.array(segmentGrant), verdicts: z.array(segmentVerdict) }),
]);
export type PresignedSegments = z.infer<typeof presignedSegments>;

/** Verdicts in the order of the segments asked about, and the user type under which they were looked for. */
export const segmentVerdicts = z.object({
  userType: z.string(),
  segments: z.array(segmentVerdict),
});
export type SegmentVerdicts = z.infer<typeof segmentVerdicts>;

const gapReasons = ["paused", "interrupted", "lost"] as const;

/**
 * Time that a recording does not hold; nothing is inserted for it. `startSample` is the first sample
 * after it. `paused` by the person; `interrupted` where something stood still for 3 s or more, as a
 * machine that sleeps does; `lost` before it reached the recorder.
 */
const gap = z.strictObject({
  startSample,
  durationMs: wholeNumber(1, 2 ** 42, "ms"),
  reason: z.enum(gapReasons, rule(`one of ${gapReasons.join(", ")}`)),
});
export type Gap = z.infer<typeof gap>;

const gapsRule = rule(`a list of at most ${LIMITS.gapsPerRecording} gaps`);
const titleRule = rule(`a text of 1 to ${LIMITS.titleCharacters} characters`);
/** Half a surrogate pair becomes U+FFFD: neither metadata nor a header could hold it. */
const title = z
  .string(titleRule)
  .min(1, titleRule)
  .max(LIMITS.titleCharacters, titleRule)
  .overwrite((text) => text.toWellFormed());

const sealFields = z.strictObject({
  recordingId,
  /** The recording has the segments 0 to `segmentCount` - 1. */
  segmentCount: wholeNumber(1, LIMITS.segmentsPerRecording, "segments").optional(),
  /** Of these segments: base64 of SHA-256 over their raw hashes of 32 bytes, one after the other. */
  digest: sha256.optional(),
  /** Each segment, instead of their count and digest: so did releases before 0.2, and so may clients until 0.4. */
  segments: segmentList(segmentToStore, LIMITS.segmentsPerRecording).optional(),
  gaps: z.array(gap, gapsRule).max(LIMITS.gapsPerRecording, gapsRule),
  title: title.optional(),
  userType: placeHint,
});

type SealFields = Omit<z.infer<typeof sealFields>, "segments" | "segmentCount" | "digest">;
/** By count, the call does not grow with the recording: an edge takes 1 MB at most. */
export type SealByCount = SealFields & { readonly segmentCount: number; readonly digest: string };
export type SealByList = SealFields & { readonly segments: SegmentToStore[] };

/** `recordings.seal` */
export const sealRecordingInput = sealFields.transform(
  (input, context): SealByCount | SealByList => {
    const { segments, segmentCount, digest, ...fields } = input;
    const isByCount = segmentCount !== undefined && digest !== undefined;
    if (segments === undefined && isByCount) return { ...fields, segmentCount, digest };
    if (segments && segmentCount === undefined && digest === undefined) {
      return { ...fields, segments };
    }
    context.addIssue("must name the segments by segmentCount and digest, or else each in segments");
    return z.NEVER;
  },
);
export type SealRecordingInput = z.infer<typeof sealRecordingInput>;

/** The server's list of the verified segments of one recording, stored as `{recordingId}.json`. */
export const manifest = z.object({
  formatVersion: z.literal(1),
  recordingId: z.string(),
  /** ISO 8601, UTC, by the recording device's clock. */
  startedAt: z.iso.datetime(),
  /** ISO 8601, UTC, by the server's clock. */
  sealedAt: z.iso.datetime(),
  title: z.string().optional(),
  sampleRateHz: z.literal(SAMPLE_RATE_HZ),
  /** Of sound, gaps not counted. */
  durationMs: z.number(),
  sampleCount: z.int(),
  /** Of all segments together. */
  sizeBytes: z.int(),
  /** In order, from sequence 0 on, each beginning with the sample after its predecessor's last. */
  segments: z.array(segmentToStore),
  gaps: z.array(gap),
});
export type Manifest = z.infer<typeof manifest>;

/** Of a recording in the bucket; `file` is a one-off upload, `open` one whose manifest is not written. */
export const recordingSummary = z.object({
  /** A recording's id; of a one-off upload, its timestamp. */
  id: z.string(),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  state: z.enum(["open", "sealed", "file"]),
  /** Of a sealed recording. */
  durationMs: z.number().optional(),
  /** Of a sealed recording or a one-off upload. */
  sizeBytes: z.int().optional(),
  title: z.string().optional(),
});
export type RecordingSummary = z.infer<typeof recordingSummary>;

const perPage = LIMITS.recordingsPerPage;
const cursorRule = rule("the nextCursor of an earlier page");

/** `recordings.list` */
export const listRecordingsInput = z
  .strictObject({
    limit: wholeNumber(1, perPage.max, "recordings").default(perPage.default),
    cursor: z
      .string(cursorRule)
      .refine((text): boolean => isRecordingId(text) || isTimestamp(text), cursorRule)
      .optional(),
  })
  .prefault({});
export type ListRecordingsInput = z.infer<typeof listRecordingsInput>;

/** Newest first. */
export const recordingPage = z.object({
  recordings: z.array(recordingSummary),
  /** Absent on the last page. */
  nextCursor: z.string().optional(),
});
export type RecordingPage = z.infer<typeof recordingPage>;

/** `recordings.get` */
export const getRecordingInput = z.strictObject({
  recordingId: libraryId,
  /** Where the page of segments begins. */
  firstSequence: wholeNumber(0, LIMITS.sequence, "segments").default(0),
});
export type GetRecordingInput = z.infer<typeof getRecordingInput>;

/** A presigned GET: a secret until it expires. Never log it. */
const readUrl = z.object({
  url: z.url(),
  /** ISO 8601, UTC. */
  expiresAt: z.iso.datetime(),
});

/** The manifest, with one page of its segments. */
const recordingToPlay = manifest.extend({
  state: z.literal("sealed"),
  segments: z.array(segmentToStore.extend(readUrl.shape)),
  /** Of the whole recording: a page has 100 at most. */
  segmentCount: z.int(),
});
export type RecordingToPlay = z.infer<typeof recordingToPlay>;

/** A one-off upload is one file, of which no more is known. */
const uploadToPlay = recordingToPlay
  .pick({ recordingId: true, startedAt: true, title: true, sizeBytes: true })
  .extend({
    state: z.literal("file"),
    file: readUrl,
    // Always empty: a program that plays segment by segment needs no case of its own.
    segments: z.array(z.never()),
    segmentCount: z.literal(0),
  });
export type UploadToPlay = z.infer<typeof uploadToPlay>;

export const whatToPlay = z.discriminatedUnion("state", [recordingToPlay, uploadToPlay]);
export type WhatToPlay = z.infer<typeof whatToPlay>;

/** `recordings.rename` */
export const renameRecordingInput = z.strictObject({ recordingId: libraryId, title });
export type RenameRecordingInput = z.infer<typeof renameRecordingInput>;

/** `recordings.delete` */
export const deleteRecordingInput = z.strictObject({ recordingId: libraryId });
export type DeleteRecordingInput = z.infer<typeof deleteRecordingInput>;

/** How many objects there were to delete: 0 when it was deleted before. */
export const deletedRecording = z.object({ objectCount: z.int() });
export type DeletedRecording = z.infer<typeof deletedRecording>;
