// Decoded sound as WAV or M4A; in several files where one would be too large.
import {
  AudioSample,
  AudioSampleSource,
  Mp4OutputFormat,
  Output,
  WavOutputFormat,
  type AudioEncodingConfig,
  type OutputFormat,
} from "mediabunny";
import { decodeSound } from "./decode-sound.ts";
import { AAC } from "./formats.ts";
import { createPartFile } from "./part-file.ts";
import type { SoundInput } from "./sound-input.ts";

interface Encoding {
  readonly type: string;
  readonly format: () => OutputFormat;
  readonly config: AudioEncodingConfig;
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
    config: { codec: "pcm-s16" },
    samplesPerFile: (channelCount) => Math.floor(WAV_BYTES / (BYTES_PER_SAMPLE * channelCount)),
  },
  m4a: {
    type: "audio/mp4",
    format: () => new Mp4OutputFormat({ fastStart: false }),
    config: { codec: "aac", bitrate: AAC.bitsPerSecond },
    samplesPerFile: () => Infinity,
  },
};

/** @param onProgress - 0 to 1 */
export async function encodeSound(
  sound: SoundInput,
  { type, format, config, samplesPerFile }: Encoding,
  onProgress: (share: number) => void,
): Promise<readonly Blob[]> {
  const mostSamples = samplesPerFile(sound.channelCount);
  const files: Blob[] = [];
  let open: OpenFile | undefined;
  let doneSamples = 0;
  let shownSamples = 0;
  for await (const data of decodeSound(sound)) {
    if (open && open.sampleCount + data.numberOfFrames > mostSamples) {
      files.push(await open.end());
      open = undefined;
    }
    open ??= await openFile(format(), config, type);
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
  format: OutputFormat,
  config: AudioEncodingConfig,
  type: string,
): Promise<OpenFile> {
  const part = await createPartFile();
  const output = new Output({ format, target: part.target });
  const source = new AudioSampleSource(config);
  output.addAudioTrack(source);
  await output.start();
  let sampleCount = 0;
  return {
    get sampleCount() {
      return sampleCount;
    },
    add: async (data) => {
      const sample = new AudioSample(data);
      sample.setTimestamp(sampleCount / 48_000);
      sampleCount += data.numberOfFrames;
      await source.add(sample);
      sample.close();
    },
    end: async () => {
      await output.finalize();
      return part.finish(type);
    },
  };
}
