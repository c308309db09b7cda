// Decodes a recording beside the page, and keeps only its peaks.
import { PACKET_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { readSegment } from "@tapedeck/core/webm/segment-reader";
import { createPeakMeter, type PeakMeter, type Peaks } from "./peaks.ts";

/** A file of the recording, or that there is no further one. */
export type PeaksOrder = { readonly file: Uint8Array<ArrayBuffer> } | { readonly isEnd: true };

/** Further peaks; or that a file was read; or that all are there; or that there will be none. */
export type PeaksAnswer =
  | { readonly kind: "peaks"; readonly peaks: Peaks }
  | { readonly kind: "next" | "done" | "failed" };

/** Packets that wait in the decoder: enough to keep it busy. */
const MOST_WAITING = 100;
const PEAKS_PER_MESSAGE = 600;

const tell = (answer: PeaksAnswer) => postMessage(answer);

let meter: PeakMeter | undefined;
let told = 0;
let timestampMicros = 0;

const decoder = new AudioDecoder({
  output: (data) => {
    const samples = new Float32Array(data.numberOfFrames);
    data.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
    data.close();
    meter?.add(samples);
    told += samples.length;
    if (told < (PEAKS_PER_MESSAGE * SAMPLE_RATE_HZ) / 10) return;
    told = 0;
    tell({ kind: "peaks", peaks: meter?.take() ?? new Uint8Array() });
  },
  error: () => tell({ kind: "failed" }),
});

async function decode(file: Uint8Array<ArrayBuffer>): Promise<void> {
  const { packets, skipSamples, channelCount } = readSegment(file);
  const isFirst = meter === undefined;
  if (isFirst) {
    decoder.configure({
      codec: "opus",
      sampleRate: SAMPLE_RATE_HZ,
      numberOfChannels: channelCount,
    });
  }
  meter ??= createPeakMeter(skipSamples);
  // The pre-roll of a later segment repeats what was decoded.
  for (const packet of packets.slice(isFirst ? 0 : skipSamples / PACKET_SAMPLES)) {
    while (decoder.decodeQueueSize > MOST_WAITING) {
      await new Promise((resolve) => {
        decoder.addEventListener("dequeue", resolve, { once: true });
      });
    }
    decoder.decode(
      new EncodedAudioChunk({ type: "key", timestamp: timestampMicros, data: packet.slice() }),
    );
    timestampMicros += 20_000;
  }
  tell({ kind: "next" });
}

async function end(): Promise<void> {
  await decoder.flush();
  meter?.end();
  tell({ kind: "peaks", peaks: meter?.take() ?? new Uint8Array() });
  tell({ kind: "done" });
}

addEventListener("message", ({ data }: MessageEvent<PeaksOrder>) => {
  ("file" in data ? decode(data.file) : end()).catch(() => tell({ kind: "failed" }));
});
