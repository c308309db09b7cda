// The files that a person can make of a recording.

export type FormatId = "webm" | "m4a" | "wav" | "ogg";

export interface Format {
  readonly id: FormatId;
  readonly name: string;
  readonly note: string;
  readonly ending: string;
  readonly type: string;
}

const FORMATS: readonly Format[] = [
  { id: "webm", name: "Original", note: "WebM, as recorded", ending: ".webm", type: "audio/webm" },
  { id: "m4a", name: "M4A", note: "For Apple devices", ending: ".m4a", type: "audio/mp4" },
  { id: "wav", name: "WAV", note: "For editing", ending: ".wav", type: "audio/wav" },
  { id: "ogg", name: "Ogg", note: "Opus, small and open", ending: ".ogg", type: "audio/ogg" },
];

/** @param encodesAac - whether this browser does; most browsers on Linux do not */
export function offeredFormats(encodesAac: boolean): readonly Format[] {
  return FORMATS.filter(({ id }) => id !== "m4a" || encodesAac);
}

/** AAC, low complexity. */
export const AAC = { codec: "mp4a.40.2", bitsPerSecond: 96_000 } as const;

export async function encodesAac(): Promise<boolean> {
  if (!("AudioEncoder" in globalThis)) return false;
  const { supported } = await AudioEncoder.isConfigSupported({
    codec: AAC.codec,
    sampleRate: 48_000,
    numberOfChannels: 1,
    bitrate: AAC.bitsPerSecond,
  });
  return supported === true;
}
