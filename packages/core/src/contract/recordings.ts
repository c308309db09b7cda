// recordings.*: whole recordings, and what a list says of them.
import * as z from "zod";
import { isRecordingId, isTimestamp } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { libraryId, placeHint, recordingId, rule, sha256, wholeNumber } from "./fields.ts";
import { gap, manifest } from "./manifest.ts";
import { RECORDING_TEXTS } from "../recording-texts.ts";
import { segmentList, segmentToStore, type SegmentToStore } from "./segments.ts";
import { storedTexts, textInput, textInputs } from "./texts.ts";

const gapsRule = rule(`a list of at most ${LIMITS.gapsPerRecording} gaps`);

const sealFields = z.strictObject({
  recordingId,
  /** The recording has the segments 0 to `segmentCount` - 1. */
  segmentCount: wholeNumber(1, LIMITS.segmentsPerRecording, "segments").optional(),
  /** Base64 of SHA-256 over the segments' raw hashes of 32 bytes, one after the other. */
  digest: sha256.optional(),
  /** Every segment, in place of count and digest. Releases before 0.2 sent this; clients may until 0.4. */
  segments: segmentList(segmentToStore, LIMITS.segmentsPerRecording).optional(),
  gaps: z.array(gap, gapsRule).max(LIMITS.gapsPerRecording, gapsRule),
  ...textInputs(RECORDING_TEXTS),
  userType: placeHint,
});

type SealFields = Omit<z.infer<typeof sealFields>, "segments" | "segmentCount" | "digest">;
/** The size of this call does not grow with the recording: the edge takes 1 MB at most. */
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

/** `recordings.recover` */
export const recoverRecordingInput = z.strictObject({ recordingId });
export type RecoverRecordingInput = z.infer<typeof recoverRecordingInput>;

/** One row of the list. `open`: the manifest is not written yet. `file`: a one-off upload. */
export const recordingSummary = z.object({
  /** The id of a recording, or the timestamp of a one-off upload. */
  id: z.string(),
  /** ISO 8601, UTC. */
  startedAt: z.iso.datetime(),
  state: z.enum(["open", "sealed", "file"]),
  /** Only a sealed recording has it. */
  durationMs: z.number().optional(),
  /** Only a sealed recording or a one-off upload has it. */
  sizeBytes: z.int().optional(),
  /** Whether the bucket holds it as one file. Only the list says it, and only of a sealed recording. */
  hasWholeFile: z.boolean().optional(),
  /** As in the manifest: it was cut off, and its device may hold more. */
  isRecovered: z.literal(true).optional(),
  ...storedTexts(RECORDING_TEXTS),
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
  /** How many segments of the manifest stand before the page: a sequence, unless segments are missing. */
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
  /** Segments of the whole recording; `segments` holds 100 of them at most. */
  segmentCount: z.int(),
  /** The whole recording as one file. Absent until it is made, some seconds after each seal. */
  wholeFile: readUrl.extend({ sizeBytes: z.int() }).optional(),
});
export type RecordingToPlay = z.infer<typeof recordingToPlay>;

/** A one-off upload is one file: its samples and gaps are not known. */
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
export const renameRecordingInput = z.strictObject({
  recordingId: libraryId,
  title: textInput(RECORDING_TEXTS.title),
});
export type RenameRecordingInput = z.infer<typeof renameRecordingInput>;

/** `recordings.delete` */
export const deleteRecordingInput = z.strictObject({ recordingId: libraryId });
export type DeleteRecordingInput = z.infer<typeof deleteRecordingInput>;

/** Number of objects that were deleted: 0 when the recording was deleted before. */
export const deletedRecording = z.object({ objectCount: z.int() });
export type DeletedRecording = z.infer<typeof deletedRecording>;
