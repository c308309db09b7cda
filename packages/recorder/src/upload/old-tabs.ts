// Tabs of the release before 0.3 send each other copies of upload state. For two releases, a tab of this one
// says in their words what it says in its own, and hears theirs. To be deleted with them.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import { findRecording, segmentOf, type UploadState } from "@tapedeck/core/upload/upload-state";
import { missingMsOf } from "./missing-ms.ts";

export type OldTabMessage =
  /** To a leader: a tab holds the lock of this recording, and has stored nothing of it yet. */
  | ({ readonly kind: "began"; readonly recordingId: RecordingId } & Echo)
  /** To a leader: these records are durable now. */
  | ({
      readonly kind: "journaled";
      readonly recording: RecordingRecord;
      readonly segments: readonly SegmentRecord[];
    } & Echo)
  /** From a leader. */
  | ({ readonly kind: "changed"; readonly views: OldViews } & Echo)
  | { readonly kind: "rescued"; readonly recording: { readonly recordingId: RecordingId } };

/** Said by a tab of this release, in addition to its own words. Tabs of this release leave it alone. */
interface Echo {
  readonly isEcho?: true;
}

interface OldViews {
  readonly recordings: readonly OldRecordingView[];
  readonly segments: readonly OldSegmentView[];
}

interface OldRecordingView extends Pick<RecordingRecord, "recordingId" | "storage"> {
  readonly state: RecordingRecord["state"] | OldWait;
  readonly missingMs?: number;
}

interface OldWait {
  readonly kind: "waiting";
  readonly untilMs: number;
  readonly code: ErrorCode;
}

interface OldSegmentView extends Pick<
  SegmentRecord,
  "recordingId" | "sequence" | "startSample" | "sampleCount" | "sizeBytes"
> {
  readonly life:
    | SegmentRecord["life"]
    | (OldWait & { readonly next: "upload" | "verify"; readonly failedAttempts: number });
}

/** What a message of an old tab means. */
export interface OldNews {
  readonly recordingId: RecordingId;
  readonly sequences: readonly number[];
  /** The leader says that the bucket has its manifest. Its records follow a moment later. */
  readonly isSealed: boolean;
  /** The leader tells of changes before it has written them. */
  readonly isUnwritten: boolean;
  /** A crash had cut it off, and the leader has saved what was durable. */
  readonly isCutOff: boolean;
}

const NEWS = { sequences: [], isSealed: false, isUnwritten: false, isCutOff: false } as const;

export function newsOfOldTab(message: OldTabMessage): readonly OldNews[] {
  switch (message.kind) {
    case "began":
    case "journaled": {
      if (message.isEcho) return [];
      const { recordingId } = message.kind === "began" ? message : message.recording;
      const segments = message.kind === "began" ? [] : message.segments;
      const sequences = segments.map(({ sequence }) => sequence);
      return [{ ...NEWS, recordingId, sequences }];
    }
    case "changed":
      return message.isEcho ? [] : newsOfViews(message.views);
    case "rescued":
      return [{ ...NEWS, recordingId: message.recording.recordingId, isCutOff: true }];
  }
}

function newsOfViews({ recordings, segments }: OldViews): readonly OldNews[] {
  const ids = new Set([...recordings, ...segments].map(({ recordingId }) => recordingId));
  return [...ids].map((recordingId) => ({
    ...NEWS,
    recordingId,
    sequences: segments
      .filter((segment) => segment.recordingId === recordingId)
      .map(({ sequence }) => sequence),
    isSealed: recordings.some(
      (recording) => recording.recordingId === recordingId && recording.state === "sealed",
    ),
    isUnwritten: true,
  }));
}

/** A leader's news in the words of old tabs. */
export function viewsForOldTabs(
  state: UploadState,
  recordingId: RecordingId,
  sequences: readonly number[],
): OldTabMessage | undefined {
  const known = findRecording(state, recordingId);
  if (known === undefined) return undefined;
  const { record } = known;
  const segments = sequences.flatMap((sequence) => {
    const upload = segmentOf(known, sequence);
    return upload === undefined ? [] : segmentView(upload.record);
  });
  return {
    kind: "changed",
    isEcho: true,
    views: { recordings: [recordingView(record)], segments },
  };
}

function recordingView(record: RecordingRecord): OldRecordingView {
  const { recordingId, storage, wait } = record;
  const state = wait === undefined ? record.state : ({ kind: "waiting", ...wait } as const);
  return { recordingId, storage, state, missingMs: missingMsOf(record) };
}

function segmentView(record: SegmentRecord): OldSegmentView {
  const { recordingId, sequence, startSample, sampleCount, sizeBytes, life, wait } = record;
  const next = life.kind === "uploaded" ? "verify" : "upload";
  const shown = wait && ({ kind: "waiting", ...wait, next, failedAttempts: 0 } as const);
  return { recordingId, sequence, startSample, sampleCount, sizeBytes, life: shown ?? life };
}
