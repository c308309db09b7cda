// What the recorder tells of itself, for tests of what shows it.
import type { RecorderSnapshot, RecordingSnapshot } from "@tapedeck/recorder";
import { idOf } from "../../../recorder/src/testing/recording-ids.ts";

/** A second of sound that ended, and of which the bucket has nothing yet. */
export function recordingSnapshot(over: Partial<RecordingSnapshot> = {}): RecordingSnapshot {
  return {
    recordingId: idOf(1),
    storage: "opfs",
    state: "ended",
    sampleCount: 48_000,
    verifiedSampleCount: 0,
    segmentCount: 1,
    verifiedCount: 0,
    stuckCount: 0,
    missingMs: 0,
    isFullOfGaps: false,
    waitsFor: [],
    ...over,
  };
}

/** A recorder that records nothing. */
export function idleSnapshot(over: Partial<RecorderSnapshot> = {}): RecorderSnapshot {
  return {
    state: "idle",
    recordingId: undefined,
    elapsedMs: 0,
    lostMs: 0,
    isSilent: false,
    microphone: undefined,
    capture: "open",
    storage: undefined,
    room: { kind: "plenty" },
    storageLasts: true,
    safety: "in-bucket",
    recordings: [],
    saved: [],
    error: undefined,
    ...over,
  };
}
