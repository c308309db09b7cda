// What `recordings.get` answers of a sealed recording, for tests of what reads it.
import type { RecordingToPlay } from "@tapedeck/core/contract";
import { idOf } from "../../../recorder/src/testing/recording-ids.ts";

/** A minute of sound in 12 segments, of which it names none. */
export function sealedRecording(over: Partial<RecordingToPlay> = {}): RecordingToPlay {
  return {
    state: "sealed",
    formatVersion: 1,
    recordingId: idOf(1),
    startedAt: "2026-11-23T08:15:30.123Z",
    sealedAt: "2026-11-23T08:35:30.123Z",
    title: "Kitchen ideas",
    sampleRateHz: 48_000,
    durationMs: 60_000,
    sampleCount: 2_880_000,
    sizeBytes: 480_000,
    gaps: [],
    segmentCount: 12,
    segments: [],
    ...over,
  };
}
