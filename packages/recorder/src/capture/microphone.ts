// Opens the microphone, and turns its errors into ours. capture.ts reads sound from it.
import type { ErrorCode } from "@tapedeck/core/error-codes";
import { AppError } from "@tapedeck/core/errors";

/** How the browser may change the sound before the recorder gets it. */
export interface MicrophoneProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

/**
 * All off: a recording should hold the sound of the room. A program can process it later, but nothing
 * brings back what a call filter removed, and music suffers most.
 */
export const UNPROCESSED: MicrophoneProcessing = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};

export interface Microphone {
  readonly deviceId: string;
  readonly label: string;
}

/**
 * Asks for permission if need be.
 *
 * @param options.deviceId - that device or none; the browser's choice unless given
 * @throws {AppError} MIC_DENIED, MIC_ABSENT, MIC_BUSY – see the catalogue
 */
export async function openMicrophone(options: {
  readonly deviceId?: string | undefined;
  readonly processing: MicrophoneProcessing;
}): Promise<MediaStreamTrack> {
  const { deviceId, processing } = options;
  const constraints: MediaTrackConstraints = { ...processing, channelCount: { ideal: 1 } };
  if (deviceId !== undefined) constraints.deviceId = { exact: deviceId };
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: constraints });
  } catch (thrown) {
    throw microphoneError(thrown);
  }
  const [track] = stream.getAudioTracks();
  if (track) return track;
  throw new AppError("MIC_ABSENT", "The browser gave a stream without a microphone.");
}

/**
 * The microphones to choose from. Browsers name them only once permission was given: empty before.
 */
export async function listMicrophones(): Promise<Microphone[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter(({ kind, deviceId }) => kind === "audioinput" && deviceId !== "")
    .map(({ deviceId, label }) => ({ deviceId, label }));
}

/** Calls back when one is plugged in or out. @returns the way to stop listening */
export function onMicrophonesChange(listener: () => void): () => void {
  const { mediaDevices } = navigator;
  mediaDevices.addEventListener("devicechange", listener);
  return () => {
    mediaDevices.removeEventListener("devicechange", listener);
  };
}

const DENIED = ["MIC_DENIED", "The microphone was not allowed."] as const;
const BUSY = ["MIC_BUSY", "The microphone could not be started."] as const;

/** @see https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia for the names */
const MEANING: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  NotAllowedError: DENIED,
  SecurityError: DENIED,
  NotFoundError: ["MIC_ABSENT", "No microphone is connected."],
  OverconstrainedError: ["MIC_ABSENT", "The chosen microphone is not connected."],
  NotReadableError: BUSY,
  AbortError: BUSY,
};

export function microphoneError(thrown: unknown): AppError {
  const name = thrown instanceof Error ? thrown.name : "";
  const [code, message] = MEANING[name] ?? ["INTERNAL", `The microphone failed with "${name}".`];
  return new AppError(code, message, { cause: thrown });
}
