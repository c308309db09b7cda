// The same packets in an Ogg file: nothing is encoded anew.
import { EncodedAudioPacketSource, EncodedPacket, OggOutputFormat, Output } from "mediabunny";
import { createPartFile } from "./part-file.ts";
import { heardSamples, type SoundInput } from "./sound-input.ts";

const PACKET_SECONDS = 0.02;

/** @param onProgress - 0 to 1 */
export async function copyToOgg(
  sound: SoundInput,
  onProgress: (share: number) => void,
): Promise<readonly Blob[]> {
  const part = await createPartFile();
  const output = new Output({ format: new OggOutputFormat(), target: part.target });
  const source = new EncodedAudioPacketSource("opus");
  output.addAudioTrack(source);
  await output.start();
  const config = {
    codec: "opus",
    sampleRate: 48_000,
    numberOfChannels: sound.channelCount,
    description: sound.opusHead,
  };
  const everything = { skipSamples: 0, sampleCount: sound.skipSamples + sound.sampleCount };
  let index = 0;
  for await (const data of sound.packets()) {
    // A decoder needs the samples that are skipped; the last packet's length says where the sound ends.
    const heldSamples = heardSamples(everything, index).to;
    if (heldSamples === 0) break;
    const seconds = heldSamples / 48_000;
    const packet = new EncodedPacket(data, "key", index * PACKET_SECONDS, seconds);
    await source.add(packet, index === 0 ? { decoderConfig: config } : {});
    index += 1;
    if (index % 500 === 0) onProgress((index * 960) / sound.sampleCount);
  }
  await output.finalize();
  return [await part.finish("audio/ogg")];
}
