// Decodes a recording to exactly its own samples.
import { heardSamples, type SoundInput } from "./sound-input.ts";

const PACKET_MICROS = 20_000;
/** Packets on their way through the decoder: enough to keep it busy. */
const MOST_WAITING = 100;

/** One stretch of the sound after the other; each is closed by its receiver. */
export async function* decodeSound(sound: SoundInput): AsyncGenerator<AudioData> {
  const decoded: AudioData[] = [];
  let failure: Error | undefined;
  let wake = Promise.withResolvers<void>();
  const decoder = new AudioDecoder({
    output: (data) => {
      decoded.push(data);
      wake.resolve();
    },
    error: (error) => {
      failure = error;
      wake.resolve();
    },
  });
  // Without a description the decoder drops nothing: what is dropped is counted here.
  decoder.configure({
    codec: "opus",
    sampleRate: 48_000,
    numberOfChannels: sound.channelCount,
  });
  let index = 0;
  const take = function* () {
    for (const data of decoded.splice(0)) {
      const { from, to } = heardSamples(sound, index);
      index += 1;
      const heard = cut(data, from, to);
      if (heard) yield heard;
    }
  };
  try {
    let timestamp = 0;
    for await (const packet of sound.packets()) {
      decoder.decode(new EncodedAudioChunk({ type: "key", timestamp, data: packet }));
      timestamp += PACKET_MICROS;
      while (decoder.decodeQueueSize > MOST_WAITING && failure === undefined) {
        wake = Promise.withResolvers();
        await wake.promise;
      }
      if (failure) throw failure;
      yield* take();
    }
    await decoder.flush();
    yield* take();
  } finally {
    for (const data of decoded) data.close();
    if (decoder.state !== "closed") decoder.close();
  }
}

/** @returns nothing when nothing is left */
function cut(data: AudioData, from: number, to: number): AudioData | undefined {
  const frameCount = Math.min(to, data.numberOfFrames) - from;
  if (from === 0 && frameCount === data.numberOfFrames) return data;
  if (frameCount <= 0) {
    data.close();
    return undefined;
  }
  const { numberOfChannels, sampleRate, timestamp } = data;
  const samples = new Float32Array(frameCount * numberOfChannels);
  for (let plane = 0; plane < numberOfChannels; plane++) {
    const place = samples.subarray(plane * frameCount, (plane + 1) * frameCount);
    data.copyTo(place, { planeIndex: plane, format: "f32-planar", frameOffset: from, frameCount });
  }
  data.close();
  return new AudioData({
    format: "f32-planar",
    sampleRate,
    numberOfChannels,
    numberOfFrames: frameCount,
    timestamp,
    data: samples,
  });
}
