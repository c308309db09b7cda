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
  const missing = await findMissing(options.bitsPerSecond);
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

/** What recording needs of the window or its `navigator`, by the name that it has there. */
const NEEDED = {
  // Browsers hide it, and crypto.subtle, from pages that came over plain HTTP.
  mediaDevices: "microphone access",
  Worker: "web workers",
  // Tabs agree by these on who uploads, and that a recording is not to be rescued while it is made.
  locks: "Web Locks",
  BroadcastChannel: "BroadcastChannel",
  AudioEncoder: "WebCodecs audio encoding",
};

async function findMissing(bitsPerSecond: number): Promise<string | undefined> {
  if (!globalThis.isSecureContext) return "a page that came over HTTPS (or from localhost)";
  for (const [name, what] of Object.entries(NEEDED)) {
    if (!(name in navigator || name in globalThis)) return `a browser with ${what}`;
  }
  if (captureWays().length === 0) return "a browser with audio worklets";
  const { supported } = await AudioEncoder.isConfigSupported(encoderConfig({ bitsPerSecond }));
  return supported ? undefined : `a browser that encodes Opus at ${bitsPerSecond} bit/s`;
}
