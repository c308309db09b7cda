// Decodes files with ffmpeg, a decoder that is neither ours nor the browser's.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  OggOutputFormat,
  Output,
} from "mediabunny";
import { PACKET_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { PRIMING_PACKETS } from "@tapedeck/core/webm/segment-cut";

const run = promisify(execFile);
const OUTPUT_BYTES = 64 * 1024 * 1024;
const PACKET_SECONDS = PACKET_SAMPLES / SAMPLE_RATE_HZ;

/** @throws {Error} also when ffmpeg only complains */
export async function samplesOf(ffmpeg: string, file: string): Promise<Int16Array> {
  const args = ["-v", "error", "-i", file, "-f", "s16le", "-"];
  const options = { encoding: "buffer", maxBuffer: OUTPUT_BYTES } as const;
  const { stdout, stderr } = await run(ffmpeg, args, options);
  if (stderr.length > 0) throw new Error(`ffmpeg: ${stderr.toString()}`);
  return new Int16Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length));
}

/** @returns the index of the first sample that differs; `undefined` when the samples are equal */
export function firstDifference(a: Int16Array, b: Int16Array): number | undefined {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  const index = a.findIndex((sample, i) => sample !== b[i]);
  return index < 0 ? undefined : index;
}

/**
 * Puts the packets of an encoder into an Ogg file, as they are. mediabunny writes it, so that our own writer of
 * files has no part in what this decodes to.
 *
 * @param packets - mono, with the priming packet, which a player drops
 */
export async function oggOf(packets: readonly Uint8Array[]): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new OggOutputFormat(), target });
  const source = new EncodedAudioPacketSource("opus");
  output.addAudioTrack(source);
  await output.start();
  const decoderConfig = {
    codec: "opus",
    sampleRate: SAMPLE_RATE_HZ,
    numberOfChannels: 1,
    description: opusHead(),
  };
  for (const [index, data] of packets.entries()) {
    const packet = new EncodedPacket(data, "key", index * PACKET_SECONDS, PACKET_SECONDS);
    await source.add(packet, index === 0 ? { decoderConfig } : {});
  }
  await output.finalize();
  if (target.buffer === null) throw new Error("mediabunny wrote no file");
  return new Uint8Array(target.buffer);
}

/** @see RFC 7845 §5.1 */
function opusHead(): Uint8Array {
  const head = Buffer.alloc(19);
  head.write("OpusHead");
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt16LE(PRIMING_PACKETS * PACKET_SAMPLES, 10);
  head.writeUInt32LE(SAMPLE_RATE_HZ, 12);
  return head;
}
