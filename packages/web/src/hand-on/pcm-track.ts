// Writes decoded sound as 16-bit samples, a second at a time, through the same memory: each piece that is handed on
// is copied several times, and a browser frees copies late.
import { EncodedAudioPacketSource, EncodedPacket } from "mediabunny";
import type { SoundTrack } from "./sound-track.ts";

const SAMPLE_RATE_HZ = 48_000;
const BLOCK_SAMPLES = SAMPLE_RATE_HZ;

/** What it needs of decoded sound. */
type DecodedSound = Pick<AudioData, "numberOfFrames" | "copyTo" | "close">;

export function createPcmTrack(channelCount: number): SoundTrack<DecodedSound> {
  const source = new EncodedAudioPacketSource("pcm-s16");
  const decoderConfig = {
    codec: "pcm-s16",
    sampleRate: SAMPLE_RATE_HZ,
    numberOfChannels: channelCount,
  };
  const block = new Int16Array(BLOCK_SAMPLES * channelCount);
  let plane = new Float32Array(0);
  let doneSamples = 0;
  let blockSamples = 0;

  async function flush(): Promise<void> {
    if (blockSamples === 0) return;
    const bytes = new Uint8Array(block.buffer, 0, 2 * blockSamples * channelCount);
    const seconds = (samples: number) => samples / SAMPLE_RATE_HZ;
    const packet = new EncodedPacket(bytes, "key", seconds(doneSamples), seconds(blockSamples));
    await source.add(packet, { decoderConfig });
    doneSamples += blockSamples;
    blockSamples = 0;
  }

  return {
    source,
    add: async (data) => {
      const count = data.numberOfFrames;
      if (blockSamples + count > BLOCK_SAMPLES) await flush();
      if (plane.length !== count) plane = new Float32Array(count);
      for (let channel = 0; channel < channelCount; channel++) {
        data.copyTo(plane, { planeIndex: channel, format: "f32-planar" });
        for (let i = 0; i < count; i++) {
          block[(blockSamples + i) * channelCount + channel] = pcmSample(plane[i] ?? 0);
        }
      }
      blockSamples += count;
      data.close();
    },
    end: flush,
  };
}

/** @param value - −1 to 1; a decoder may give a little more */
function pcmSample(value: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)));
}
