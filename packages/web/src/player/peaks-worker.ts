// Reads a recording beside the page, and keeps only its peaks: those that its files hold as far as each file
// holds them, from there on those of the decoded sound.
import { PACKET_SAMPLES, PEAK_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { createPeakMeter, type PeakMeter, type Peaks } from "@tapedeck/core/peaks";
import { readSegment } from "@tapedeck/core/webm/segment-reader";

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

/** Once a file has had to be decoded. */
let meter: PeakMeter | undefined;
/** Samples that a player drops at the start, and that have no peak. */
let toSkip = 0;
let metered = 0;
let timestampMicros = 0;

const decoder = new AudioDecoder({
  output: (data) => {
    const samples = new Float32Array(data.numberOfFrames);
    data.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
    data.close();
    const played = samples.subarray(Math.min(toSkip, samples.length));
    toSkip -= samples.length - played.length;
    for (const sample of played) meter?.add(Math.abs(sample));
    metered += played.length;
    if (metered < PEAKS_PER_MESSAGE * PEAK_SAMPLES) return;
    metered -= PEAKS_PER_MESSAGE * PEAK_SAMPLES;
    tellPeaks(PEAKS_PER_MESSAGE);
  },
  error: () => tell({ kind: "failed" }),
});

function tellPeaks(count: number): void {
  tell({ kind: "peaks", peaks: Uint8Array.from(meter?.take(count) ?? []) });
}

async function read(file: Uint8Array<ArrayBuffer>): Promise<void> {
  const { packets, skipSamples, channelCount, peaks } = readSegment(file);
  const isFirst = meter === undefined;
  if (isFirst && peaks) {
    tell({ kind: "peaks", peaks });
    tell({ kind: "next" });
    return;
  }
  if (isFirst) {
    toSkip = skipSamples;
    decoder.configure({
      codec: "opus",
      sampleRate: SAMPLE_RATE_HZ,
      numberOfChannels: channelCount,
    });
  }
  meter ??= createPeakMeter();
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
  if (meter) await decoder.flush();
  tellPeaks(Infinity);
  tell({ kind: "done" });
}

addEventListener("message", ({ data }: MessageEvent<PeaksOrder>) => {
  ("file" in data ? read(data.file) : end()).catch(() => tell({ kind: "failed" }));
});
