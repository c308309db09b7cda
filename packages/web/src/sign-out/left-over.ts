// The sound that would stay on this device if the person signed out now.
import { DISPOSITIONS } from "@tapedeck/core/error-codes";
import type { RecorderSnapshot, RecordingSnapshot } from "@tapedeck/recorder";
import { toMs } from "../text/format.ts";
import { allWaitReasons } from "../wait-reasons.ts";
import { waitsForRoom } from "../waits-for-room.ts";
import { isAllInBucket } from "./all-in-bucket.ts";

export interface LeftOver {
  /** Sound that the server has not verified in the bucket. 0 when only a manifest is missing. */
  readonly unsentMs: number;
  /** There may be more sound of unknown length, because the device has not been read yet. */
  readonly mayBeMore: boolean;
  /** This page is recording. */
  readonly isRecording: boolean;
  /** Another tab is recording; a sign-out does not end it. */
  readonly isRecordingElsewhere: boolean;
  /** Some sound is only in this page's memory, and is lost with the page. */
  readonly isInMemory: boolean;
  /** The browser may delete the sound once the window closes. */
  readonly mayBeForgotten: boolean;
  /** Some of it waits for the person, and is not sent automatically. */
  readonly isStuck: boolean;
  /** Some of it waits for a sign-in: the session has ended, or the person was signed out in another tab. */
  readonly waitsForSignIn: boolean;
  /** Some of it waits until there is room in the bucket. */
  readonly waitsForRoom: boolean;
  /** The unsealed recordings, newest first. */
  readonly recordings: readonly RecordingSnapshot[];
}

type Known = Pick<
  RecorderSnapshot,
  "state" | "recordingId" | "elapsedMs" | "storage" | "storageLasts" | "safety" | "recordings"
>;

/** @returns nothing when all sound is in the bucket */
export function leftOverOf(snapshot: Known): LeftOver | undefined {
  if (isAllInBucket(snapshot)) return undefined;
  const isRecording = snapshot.state !== "idle";
  const recordings = snapshot.recordings.filter(({ state }) => state !== "sealed");
  const unsentSamples = recordings.reduce(
    (sum, { sampleCount, verifiedSampleCount }) => sum + sampleCount - verifiedSampleCount,
    0,
  );
  const running = recordings.find(({ recordingId }) => recordingId === snapshot.recordingId);
  /** The open segment of the running recording. */
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
    waitsForSignIn: [...allWaitReasons(snapshot)].some((code) => DISPOSITIONS[code] === "sign-in"),
    waitsForRoom: recordings.some(waitsForRoom),
    recordings,
  };
}

/** For a page that was just opened: the device has records, but the snapshot does not show them yet. */
export function unreadLeftOver({ storageLasts }: Pick<Known, "storageLasts">): LeftOver {
  return {
    unsentMs: 0,
    mayBeMore: true,
    isRecording: false,
    isRecordingElsewhere: false,
    isInMemory: false,
    mayBeForgotten: !storageLasts,
    isStuck: false,
    waitsForSignIn: false,
    waitsForRoom: false,
    recordings: [],
  };
}
