// Decoded sound as WAV or M4A; in several files where one would be too large.
import { Mp4OutputFormat, Output, WavOutputFormat, type OutputFormat } from "mediabunny";
import { createAacTrack } from "./aac-track.ts";
import { decodeSound } from "./decode-sound.ts";
import { createPartFile } from "./part-file.ts";
import { createPcmTrack } from "./pcm-track.ts";
import type { SoundInput } from "./sound-input.ts";
import type { SoundTrack } from "./sound-track.ts";

interface Encoding {
  readonly type: string;
  readonly format: () => OutputFormat;
  readonly track: (channelCount: number) => SoundTrack;
  /** Samples of one file at the most. */
  readonly samplesPerFile: (channelCount: number) => number;
}

/** A WAV file counts its bytes in 32 bits. The header takes less than this. */
const WAV_BYTES = 2 ** 32 - 65_536;
const BYTES_PER_SAMPLE = 2;

export const ENCODINGS: Readonly<Record<"wav" | "m4a", Encoding>> = {
  wav: {
    type: "audio/wav",
    format: () => new WavOutputFormat(),
    track: createPcmTrack,
    samplesPerFile: (channelCount) => Math.floor(WAV_BYTES / (BYTES_PER_SAMPLE * channelCount)),
  },
  m4a: {
    type: "audio/mp4",
    format: () => new Mp4OutputFormat({ fastStart: false }),
    track: createAacTrack,
    samplesPerFile: () => Infinity,
  },
};

/** @param onProgress - 0 to 1 */
export async function encodeSound(
  sound: SoundInput,
  encoding: Encoding,
  onProgress: (share: number) => void,
): Promise<readonly Blob[]> {
  const mostSamples = encoding.samplesPerFile(sound.channelCount);
  const files: Blob[] = [];
  let open: OpenFile | undefined;
  let doneSamples = 0;
  let shownSamples = 0;
  for await (const data of decodeSound(sound)) {
    if (open && open.sampleCount + data.numberOfFrames > mostSamples) {
      files.push(await open.end());
      open = undefined;
    }
    open ??= await openFile(encoding, sound.channelCount);
    doneSamples += data.numberOfFrames;
    await open.add(data);
    if (doneSamples - shownSamples < 480_000) continue;
    shownSamples = doneSamples;
    onProgress(doneSamples / sound.sampleCount);
  }
  if (open) files.push(await open.end());
  return files;
}

interface OpenFile {
  readonly sampleCount: number;
  add(data: AudioData): Promise<void>;
  end(): Promise<Blob>;
}

async function openFile(
  { type, format, track: createTrack }: Encoding,
  channelCount: number,
): Promise<OpenFile> {
  const part = await createPartFile();
  const output = new Output({ format: format(), target: part.target });
  const track = createTrack(channelCount);
  output.addAudioTrack(track.source);
  await output.start();
  let sampleCount = 0;
  return {
    get sampleCount() {
      return sampleCount;
    },
    add: (data) => {
      sampleCount += data.numberOfFrames;
      return track.add(data);
    },
    end: async () => {
      await track.end();
      await output.finalize();
      return part.finish(type);
    },
  };
}
