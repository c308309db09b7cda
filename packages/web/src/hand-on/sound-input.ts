// Reads the packets of a recording's WebM file, piece by piece.
import { BlobSource, CustomSource, EncodedPacketSink, Input, WEBM } from "mediabunny";
import { BLOCK_BYTES, createBlockReader } from "./block-reader.ts";
import type { SoundFile } from "./worker-protocol.ts";

const SAMPLES_PER_PACKET = 960;
const SAMPLE_RATE_HZ = 48_000;

export interface SoundInput {
  readonly channelCount: number;
  /** The decoder's description, which says what a player drops at the start. */
  readonly opusHead: Uint8Array;
  readonly skipSamples: number;
  /** Of the sound, without what a player drops at both ends. */
  readonly sampleCount: number;
  packets(): AsyncGenerator<Uint8Array>;
  close(): void;
}

/**
 * @param read - bytes from `start`, inclusive, to `end`, exclusive, of a file in the bucket
 * @throws {Error} the file cannot be read as a recording
 */
export async function openSoundInput(
  file: SoundFile,
  read: (start: number, end: number) => Promise<Uint8Array>,
): Promise<SoundInput> {
  const source =
    file.kind === "blob"
      ? new BlobSource(file.blob, { maxCacheSize: BLOCK_BYTES })
      : new CustomSource({
          getSize: () => file.sizeBytes,
          read: createBlockReader(file.sizeBytes, read),
          maxCacheSize: BLOCK_BYTES,
        });
  const input = new Input({ source, formats: [WEBM] });
  const track = await input.getPrimaryAudioTrack();
  const config = await track?.getDecoderConfig();
  const durationSeconds = await input.getDurationFromMetadata();
  const description = config?.description;
  if (!track || !config || durationSeconds === null || description === undefined) {
    throw new Error("the file is no recording");
  }
  const opusHead = bytesOf(description);
  return {
    channelCount: config.numberOfChannels,
    opusHead,
    // @see RFC 7845 §5.1
    skipSamples: (opusHead[10] ?? 0) + 256 * (opusHead[11] ?? 0),
    sampleCount: Math.round(durationSeconds * SAMPLE_RATE_HZ),
    packets: async function* () {
      // Its own generator reads a second ahead, which is a minute of sound.
      const sink = new EncodedPacketSink(track);
      let packet = await sink.getFirstPacket();
      for (; packet; packet = await sink.getNextPacket(packet)) yield packet.data;
    },
    close: () => input.dispose(),
  };
}

/** How many samples of a packet are heard. */
export function heardSamples(
  { skipSamples, sampleCount }: Pick<SoundInput, "skipSamples" | "sampleCount">,
  packetIndex: number,
): { readonly from: number; readonly to: number } {
  const start = packetIndex * SAMPLES_PER_PACKET - skipSamples;
  const clamp = (n: number) => Math.min(SAMPLES_PER_PACKET, Math.max(0, n));
  return { from: clamp(-start), to: clamp(sampleCount - start) };
}

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
