// The longest recording: it ends when a manifest can name no more segments, or after a day.
import { AppError } from "@tapedeck/core/errors";
import { RECORDER_LIMITS, PACKET_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";

/** @returns the most samples at 48 kHz that a recording with segments of that length may have */
export function longestRecording(packetsPerSegment: number): number {
  const ofAllSegments = RECORDER_LIMITS.segmentsPerRecording * packetsPerSegment * PACKET_SAMPLES;
  return Math.min(ofAllSegments, RECORDER_LIMITS.recordingHours * 3600 * SAMPLE_RATE_HZ);
}

export function tooLong(): AppError {
  const { segmentsPerRecording, recordingHours } = RECORDER_LIMITS;
  return new AppError(
    "RECORDING_TOO_LONG",
    `A recording may have ${segmentsPerRecording} segments and ${recordingHours} hours at most.`,
  );
}
