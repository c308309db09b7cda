// Encodes decoded sound with the browser's own AAC encoder.
import { AudioSample, AudioSampleSource } from "mediabunny";
import { AAC } from "./formats.ts";
import type { SoundTrack } from "./sound-track.ts";

export function createAacTrack(): SoundTrack {
  const source = new AudioSampleSource({ codec: "aac", bitrate: AAC.bitsPerSecond });
  let doneSamples = 0;
  return {
    source,
    add: async (data) => {
      const sample = new AudioSample(data);
      sample.setTimestamp(doneSamples / 48_000);
      doneSamples += data.numberOfFrames;
      await source.add(sample);
      sample.close();
    },
    end: () => Promise.resolve(),
  };
}
