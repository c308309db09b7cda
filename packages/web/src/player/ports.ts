// What the player needs from the rest of the page.
import type { WhatToPlay } from "@tapedeck/core/contract";
import type { Recorder } from "@tapedeck/recorder";

export type PlayerRecorder = Pick<Recorder, "deviceCopies" | "snapshot" | "subscribe">;

/** `recordings.get`. @throws {AppError} */
export type GetRecording = (
  recordingId: string,
  firstSequence: number,
  signal: AbortSignal,
) => Promise<WhatToPlay>;

export interface SoundPorts {
  readonly getRecording: GetRecording;
  readonly recorder: PlayerRecorder;
}
