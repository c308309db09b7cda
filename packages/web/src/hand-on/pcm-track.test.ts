import { AudioSample, AudioSampleSource, BufferTarget, Output, WavOutputFormat } from "mediabunny";
import { expect, test } from "vitest";
import { createPcmTrack } from "./pcm-track.ts";

const SAMPLE_RATE_HZ = 48_000;
/** The first and the last packet of a recording are cut; together they take more than two blocks. */
const LENGTHS = [648, ...Array.from({ length: 104 }, () => 960), 17];

/** Packets of a recording, with values beyond full loudness, which decoders give. */
function packetsOf(channelCount: number): AudioSample[] {
  let startSample = 0;
  return LENGTHS.map((length) => {
    const timestamp = startSample / SAMPLE_RATE_HZ;
    const data = Float32Array.from(
      { length: length * channelCount },
      (_, i) => 1.1 * Math.sin((startSample + i) * 0.37),
    );
    startSample += length;
    const shape = { numberOfChannels: channelCount, sampleRate: SAMPLE_RATE_HZ } as const;
    return new AudioSample({ ...shape, data, format: "f32-planar", timestamp });
  });
}

async function wavOf(channelCount: number, isOurs: boolean): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new WavOutputFormat(), target });
  const ours = createPcmTrack(channelCount);
  const theirs = new AudioSampleSource({ codec: "pcm-s16" });
  output.addAudioTrack(isOurs ? ours.source : theirs);
  await output.start();
  for (const packet of packetsOf(channelCount)) {
    await (isOurs ? ours.add(packet) : theirs.add(packet));
    packet.close();
  }
  if (isOurs) await ours.end();
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer());
}

test.each([1, 2])(
  "writes the bytes that mediabunny's own encoder writes, of %i channels",
  async (channelCount) => {
    const samples = LENGTHS.reduce((sum, length) => sum + length);
    const ours = await wavOf(channelCount, true);
    expect(ours.length).toBe(44 + 2 * samples * channelCount);
    expect(ours.equals(await wavOf(channelCount, false))).toBe(true);
  },
);
