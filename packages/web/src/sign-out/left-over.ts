// What would stay behind on this device if the person signed out now: all that the sign-out has to say.
import type { RecorderSnapshot, RecordingSnapshot } from "@tapedeck/recorder";
import { toMs } from "../text/format.ts";

export interface LeftOver {
  /** Sound that is not verified in the bucket. 0 when only a manifest is missing. */
  readonly unsentMs: number;
  /** There is more, but not how much: what a recorder left behind has not been read yet. */
  readonly mayBeMore: boolean;
  /** This page records. */
  readonly isRecording: boolean;
  /** Another tab records, and goes on whoever is signed in. */
  readonly isRecordingElsewhere: boolean;
  /** Some of it is in this page's memory alone, and ends with the page. */
  readonly isInMemory: boolean;
  /** It is on this device, and this browser may forget it once the window closes. */
  readonly mayBeForgotten: boolean;
  /** Some of it is not sent by itself any more. */
  readonly isStuck: boolean;
  /** Those of which the device holds something, newest first. */
  readonly recordings: readonly RecordingSnapshot[];
}

type Known = Pick<
  RecorderSnapshot,
  "state" | "recordingId" | "elapsedMs" | "storage" | "storageLasts" | "safety" | "recordings"
>;

/** @returns nothing when all of it is in the bucket */
export function leftOverOf(snapshot: Known): LeftOver | undefined {
  const isRecording = snapshot.state !== "idle";
  const recordings = snapshot.recordings.filter(({ state }) => state !== "sealed");
  if (!isRecording && recordings.length === 0 && snapshot.safety === "in-bucket") return undefined;

  const unsentSamples = recordings.reduce(
    (sum, { sampleCount, verifiedSampleCount }) => sum + sampleCount - verifiedSampleCount,
    0,
  );
  const running = recordings.find(({ recordingId }) => recordingId === snapshot.recordingId);
  /** Of the running recording, the segment that is not closed yet. */
  const openMs = isRecording
    ? Math.max(0, snapshot.elapsedMs - toMs(running?.sampleCount ?? 0))
    : 0;
  const isStuck = ({ state, stuckCount }: RecordingSnapshot) =>
    stuckCount > 0 || (typeof state !== "string" && state.kind === "stuck");
  const isOpenElsewhere = ({ state, recordingId }: RecordingSnapshot) =>
    state === "open" && !(isRecording && recordingId === snapshot.recordingId);

  return {
    unsentMs: toMs(unsentSamples) + openMs,
    mayBeMore: recordings.length === 0 && !isRecording,
    isRecording,
    isRecordingElsewhere: recordings.some(isOpenElsewhere),
    isInMemory:
      recordings.some(({ storage }) => storage === "memory") ||
      (isRecording && snapshot.storage === "memory"),
    mayBeForgotten: !snapshot.storageLasts,
    isStuck: recordings.some(isStuck),
    recordings,
  };
}

/** Records are on the device that the snapshot does not show yet: the page has only just been opened. */
export function unreadLeftOver({ storageLasts }: Pick<Known, "storageLasts">): LeftOver {
  return {
    unsentMs: 0,
    mayBeMore: true,
    isRecording: false,
    isRecordingElsewhere: false,
    isInMemory: false,
    mayBeForgotten: !storageLasts,
    isStuck: false,
    recordings: [],
  };
}
