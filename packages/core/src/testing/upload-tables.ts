// What the tables of the reducer share: a state to begin with, and words for what follows.
import fc from "fast-check";
import { pagedList } from "../paged-list.ts";
import { SEGMENT_STATES } from "./segment-states.ts";
import type { UploadCommand } from "../upload/command.ts";
import type { RecordingRecord } from "../upload/records.ts";
import { storedLife, type SegmentState } from "../upload/segment-state.ts";
import {
  NO_UPLOADS,
  type RecordingUpload,
  type SegmentUpload,
  type UploadState,
} from "../upload/upload-state.ts";
import { UPLOAD_EVENTS, type UploadEventName } from "./upload-events.ts";
import { recordingRecord, segmentRecord } from "./upload-records.ts";

/** The state that follows, and the commands. */
export type Outcome = readonly [state: string, ...commands: readonly string[]];
export type Row = Partial<Record<UploadEventName, Outcome>>;
export const eventNames = Object.keys(UPLOAD_EVENTS) as UploadEventName[];
export const moment = { nowMs: 1000, random01: 1, isOnline: true };

export function segmentUpload(
  sequence: number,
  state: SegmentState,
  recordingIndex = 0,
): SegmentUpload {
  const wait = state.kind === "waiting" ? state.wait : undefined;
  const record = segmentRecord(recordingIndex, sequence, {
    life: storedLife(state),
    ...(wait ? { wait } : {}),
  });
  return {
    record,
    state,
    saved: record,
    hasFile: state.kind !== "verified",
    missCount: 0,
  };
}

const { requested, verifying, uploading, hashing } = SEGMENT_STATES;
/** With these under way, nothing of another recording starts. */
const BUSY = [
  requested,
  verifying,
  ...Array.from({ length: 4 }, () => [uploading, hashing]),
].flat();

/** A state in which nothing new can start: what is seen follows from the event alone. */
export function busyState({
  segments = [],
  record = recordingRecord(0),
  ...changed
}: Partial<Omit<RecordingUpload, "segments">> & {
  readonly segments?: readonly SegmentUpload[];
}): UploadState {
  const recordingOf = (
    itsRecord: RecordingRecord,
    uploads: readonly SegmentUpload[],
  ): RecordingUpload => ({
    record: itsRecord,
    saved: itsRecord,
    segments: pagedList(uploads),
    seal: { kind: "none" },
    failedSeals: 0,
    hold: undefined,
  });
  const others = BUSY.map((state, sequence) => segmentUpload(sequence, state, 1));
  return {
    ...NO_UPLOADS,
    recordings: [
      { ...recordingOf(record, segments), ...changed },
      recordingOf(recordingRecord(1), others),
    ],
    nextTimer: 7,
    saving: { kind: "busy" },
  };
}

export function describeCommand(command: UploadCommand): string {
  if (command.kind === "tell") return ["tell", ...command.sequences].join(" ");
  return command.kind === "start-timer" ? `start-timer ${command.inMs}` : command.kind;
}

export function isSame(a: UploadState, b: UploadState): boolean {
  return fc.stringify(a) === fc.stringify(b);
}
