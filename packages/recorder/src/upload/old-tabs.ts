// Tabs of the release before 0.3 send each other copies of upload state. For two releases, a tab of this one
// says in their words what it says in its own, and hears theirs. To be deleted with them.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import type { RecordingId } from "@tapedeck/core/ids";
import type { RecordingRecord, SegmentRecord } from "@tapedeck/core/upload/records";
import { findRecording, segmentOf, type UploadState } from "@tapedeck/core/upload/upload-state";
import { missingMsOf } from "./missing-ms.ts";

export type OldTabMessage = {
  /** Said by a tab of this release, in addition to its own words. Tabs of this release leave it alone. */
  readonly isEcho?: true;
} & (
  | /** To a leader: a tab holds the lock of this recording, and has stored nothing of it yet. */
    { readonly kind: "began"; readonly recordingId: RecordingId }
  /** To a leader: these records are durable now. */
  | {
      readonly kind: "journaled";
      readonly recording: RecordingRecord;
      readonly segments: readonly SegmentRecord[];
    }
  /** From a leader. */
  | { readonly kind: "changed"; readonly views: OldViews }
  | { readonly kind: "rescued"; readonly recording: { readonly recordingId: RecordingId } }
);

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

/** That records have changed, and what else an old tab says of them. */
export interface News {
  readonly recordingId: RecordingId;
  readonly sequences: readonly number[];
  /** The leader says that the bucket has its manifest. Its records follow a moment later. */
  readonly isSealed?: boolean;
  /** The leader tells of changes before it has written them. */
  readonly isUnwritten?: boolean;
  /** A crash had cut it off, and the leader has saved what was durable. */
  readonly isCutOff?: boolean;
}

export function newsOfOldTab(message: OldTabMessage): readonly News[] {
  if (message.isEcho) return [];
  switch (message.kind) {
    case "began":
      return [newsOf(message.recordingId, [])];
    case "journaled":
      return [newsOf(message.recording.recordingId, message.segments)];
    case "changed": {
      const { recordings, segments } = message.views;
      const changed = [...Map.groupBy(segments, ({ recordingId }) => recordingId)];
      return [
        ...changed.map((views) => ({ ...newsOf(...views), isUnwritten: true })),
        ...recordings.map(({ recordingId, state }) => {
          return { ...newsOf(recordingId, []), isUnwritten: true, isSealed: state === "sealed" };
        }),
      ];
    }
    case "rescued":
      return [{ ...newsOf(message.recording.recordingId, []), isCutOff: true }];
  }
}

function newsOf(
  recordingId: RecordingId,
  segments: readonly Pick<SegmentRecord, "sequence">[],
): News {
  return { recordingId, sequences: segments.map(({ sequence }) => sequence) };
}

/** A leader's news in the words of old tabs. */
export function viewsForOldTabs(
  state: UploadState,
  recordingId: RecordingId,
  sequences: readonly number[],
): OldTabMessage | undefined {
  const known = findRecording(state, recordingId);
  if (known === undefined) return undefined;
  const segments = sequences.flatMap((sequence) => segmentOf(known, sequence)?.record ?? []);
  const views = { recordings: [recordingView(known.record)], segments: segments.map(segmentView) };
  return { kind: "changed", isEcho: true, views };
}

function recordingView(record: RecordingRecord): OldRecordingView {
  const { recordingId, storage, wait } = record;
  const state = wait === undefined ? record.state : ({ kind: "waiting", ...wait } as const);
  return { recordingId, storage, state, missingMs: missingMsOf(record) };
}

function segmentView(record: SegmentRecord): OldSegmentView {
  const { life, wait } = record;
  const next = life.kind === "uploaded" ? "verify" : "upload";
  return {
    ...record,
    life: wait ? { kind: "waiting", ...wait, next, failedAttempts: 0 } : life,
  };
}
