// Says, before a person records, whether this browser can record, and if not, what it lacks.
import { AppError } from "@tapedeck/core/errors";
import { encoderConfig } from "./encode/packet-encoder.ts";

/**
 * @param options.bitsPerSecond - of the sound to be recorded
 * @returns RECORDING_UNSUPPORTED with the first thing that is missing, or `undefined` when all is there
 */
export async function findMissingSupport(options: {
  readonly bitsPerSecond: number;
}): Promise<AppError | undefined> {
  const missing = missingFeature() ?? (await missingCodec(options.bitsPerSecond));
  if (missing === undefined) return undefined;
  return new AppError("RECORDING_UNSUPPORTED", `Recording needs ${missing}.`);
}

/** How sound can be read here, best first. @see capture.ts */
export function captureWays(): readonly ("processor" | "worklet")[] {
  const ways: ("processor" | "worklet")[] = [];
  if ("MediaStreamTrackProcessor" in globalThis) ways.push("processor");
  if ("AudioWorkletNode" in globalThis) ways.push("worklet");
  return ways;
}

function missingFeature(): string | undefined {
  // Browsers hide the microphone and crypto.subtle from pages that came over plain HTTP.
  if (!globalThis.isSecureContext) return "a page that came over HTTPS (or from localhost)";
  if (!("mediaDevices" in navigator)) return "a browser with microphone access";
  if (!("Worker" in globalThis)) return "a browser with web workers";
  // Tabs agree by these on who uploads, and that a recording is not to be rescued while it is made.
  if (!("locks" in navigator)) return "a browser with Web Locks";
  if (!("BroadcastChannel" in globalThis)) return "a browser with BroadcastChannel";
  if (!("AudioEncoder" in globalThis)) return "a browser with WebCodecs audio encoding";
  if (captureWays().length === 0) return "a browser with audio worklets";
  return undefined;
}

async function missingCodec(bitsPerSecond: number): Promise<string | undefined> {
  const config = encoderConfig({ bitsPerSecond });
  const { supported } = await AudioEncoder.isConfigSupported(config);
  return supported === true ? undefined : `a browser that encodes Opus at ${bitsPerSecond} bit/s`;
}
