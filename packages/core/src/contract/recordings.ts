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
  /** Of these segments: base64 of SHA-256 over their raw hashes of 32 bytes, one after the other. */
  digest: sha256.optional(),
  /** Each segment, instead of their count and digest: so did releases before 0.2, and so may clients until 0.4. */
  segments: segmentList(segmentToStore, LIMITS.segmentsPerRecording).optional(),
  gaps: z.array(gap, gapsRule).max(LIMITS.gapsPerRecording, gapsRule),
  ...textInputs(RECORDING_TEXTS),
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
export const renameRecordingInput = z.strictObject({
  recordingId: libraryId,
  title: textInput(RECORDING_TEXTS.title),
});
export type RenameRecordingInput = z.infer<typeof renameRecordingInput>;

/** `recordings.delete` */
export const deleteRecordingInput = z.strictObject({ recordingId: libraryId });
export type DeleteRecordingInput = z.infer<typeof deleteRecordingInput>;

/** How many objects there were to delete: 0 when it was deleted before. */
export const deletedRecording = z.object({ objectCount: z.int() });
export type DeletedRecording = z.infer<typeof deletedRecording>;
