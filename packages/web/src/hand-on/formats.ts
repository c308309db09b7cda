// The files that a person can make of a recording.

export type FormatId = "webm" | "m4a" | "wav" | "ogg";

export interface Format {
  readonly id: FormatId;
  readonly ending: string;
  readonly type: string;
}

const FORMATS: readonly Format[] = [
  { id: "webm", ending: ".webm", type: "audio/webm" },
  { id: "m4a", ending: ".m4a", type: "audio/mp4" },
  { id: "wav", ending: ".wav", type: "audio/wav" },
  { id: "ogg", ending: ".ogg", type: "audio/ogg" },
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
