// Sound in, Opus packets out: one continuous encode, primed and flushed so that cuts between
// packets are exact to the sample. The segmenter cuts.
// @see https://www.w3.org/TR/webcodecs/#audioencoder-interface
import { AppError } from "@tapedeck/core/errors";
import { PACKET_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { PRIMING_PACKETS } from "@tapedeck/core/webm/segment-cut";
import type { PcmBlock } from "../capture/pcm-source.ts";
import { createResampler } from "./resampler.ts";

/** How far libopus looks ahead at 48 kHz: 6.5 ms. @see RFC 7845 §4.2 */
const LOOK_AHEAD_SAMPLES = 312;

/**
 * Zeros fed before the first sound: with the look-ahead they fill the priming packet, so that
 * packet 1 begins with sample 0 and every cut between packets is a cut between samples.
 */
const PRIMING_SAMPLES = PRIMING_PACKETS * PACKET_SAMPLES - LOOK_AHEAD_SAMPLES;

/**
 * The recording ends when the encoder is this far behind: 30 s of sound take 6 MB, and a machine that is
 * half a minute late does not catch up. Before that, packets come late and none is dropped.
 */
const MAX_BACKLOG_SECONDS = 30;

const PACKET_MICROS = 20_000;

/**
 * 60 ms: the most sound that waits in memory, and the most of what a killed browser loses. One call of the
 * browser's encoder for each 10 ms, and one write for each packet, took a third of the recorder's CPU.
 */
const PACKETS_PER_BURST = 3;
const BURST_SAMPLES = PACKETS_PER_BURST * PACKET_SAMPLES;

export interface PacketEncoder {
  /**
   * Of any rate, which may change from one block to the next. Gathers it until it fills a burst.
   *
   * @throws {AppError} ENCODER_FAILED – it is more than 30 s behind, or has failed before
   */
  encode(block: PcmBlock): void;
  /**
   * Encodes what is gathered, and gives the packets that are there. To be called when no more sound may come
   * for a while.
   *
   * @throws the encoder has failed
   */
  settle(): void;
  /** Sound taken in so far, in samples at 48 kHz: counted, because capture timestamps jump. */
  capturedSamples(): number;
  /** Pushes the last packets out and closes; after a failure it only closes. */
  finish(): Promise<void>;
}

/** The configuration that recording uses, and that the check for support asks about. */
export function encoderConfig(options: { readonly bitsPerSecond: number }): AudioEncoderConfig {
  return {
    codec: "opus",
    sampleRate: SAMPLE_RATE_HZ,
    numberOfChannels: 1,
    bitrate: options.bitsPerSecond,
    opus: { format: "opus", frameDuration: PACKET_MICROS },
  };
}

export function createPacketEncoder(options: {
  readonly bitsPerSecond: number;
  /** Sound that was taken in, at 48 kHz. Every packet that holds it comes later. */
  readonly onSound: (samples: Float32Array) => void;
  /** The packets of a burst of sound, three at most, as soon as they are there. */
  readonly onPackets: (packets: readonly Uint8Array<ArrayBuffer>[]) => void;
  /** Called at most once, outside of any call: the encoder is closed by then. */
  readonly onFailure: (error: DOMException) => void;
}): PacketEncoder {
  const resampler = createResampler();
  let fedSamples = 0;
  let capturedSamples = 0;
  let packetCount = 0;
  const gathered = new Float32Array(BURST_SAMPLES);
  let gatheredSamples = 0;
  let burst: Uint8Array<ArrayBuffer>[] = [];

  const encoder = new AudioEncoder({
    output: (chunk) => {
      const packet = new Uint8Array(chunk.byteLength);
      chunk.copyTo(packet);
      packetCount += 1;
      burst.push(packet);
      const comesMore = (packetCount + 1) * PACKET_SAMPLES <= fedSamples;
      if (burst.length === PACKETS_PER_BURST || !comesMore) giveBurst();
    },
    error: options.onFailure,
  });

  function feed(samples: Float32Array<ArrayBuffer>): void {
    const data = new AudioData({
      format: "f32-planar",
      sampleRate: SAMPLE_RATE_HZ,
      numberOfChannels: 1,
      numberOfFrames: samples.length,
      timestamp: Math.round((fedSamples * 1_000_000) / SAMPLE_RATE_HZ),
      data: samples,
    });
    fedSamples += samples.length;
    encoder.encode(data);
    data.close();
  }

  function gather(samples: Float32Array<ArrayBuffer>): void {
    for (let taken = 0; taken < samples.length;) {
      // Ends with a packet, so that the browser's encoder keeps nothing back of a burst.
      const room = BURST_SAMPLES - ((fedSamples + gatheredSamples) % BURST_SAMPLES);
      const part = samples.subarray(taken, taken + room);
      gathered.set(part, gatheredSamples);
      taken += part.length;
      gatheredSamples += part.length;
      capturedSamples += part.length;
      options.onSound(part);
      if (part.length === room) encodeGathered();
    }
  }

  function encodeGathered(): void {
    if (gatheredSamples === 0) return;
    const sound = gathered.subarray(0, gatheredSamples);
    gatheredSamples = 0;
    feed(sound);
  }

  function giveBurst(): void {
    if (burst.length === 0) return;
    const packets = burst;
    burst = [];
    options.onPackets(packets);
  }

  return {
    capturedSamples: () => capturedSamples,

    encode: ({ samples, sampleRateHz }) => {
      // Some browsers give packets late: sound that arrives is the clock that no packet waits longer than.
      giveBurst();
      if (encoder.state === "closed") {
        throw new AppError("ENCODER_FAILED", "The audio encoder is closed.");
      }
      if (encoder.state === "unconfigured") {
        encoder.configure(encoderConfig(options));
        feed(new Float32Array(PRIMING_SAMPLES));
      }
      const backlogSamples = capturedSamples - packetCount * PACKET_SAMPLES;
      if (backlogSamples > MAX_BACKLOG_SECONDS * SAMPLE_RATE_HZ) {
        throw new AppError(
          "ENCODER_FAILED",
          `The encoder is more than ${MAX_BACKLOG_SECONDS} s behind: this machine is too slow or too busy.`,
        );
      }
      gather(resampler.take(samples, sampleRateHz));
    },

    settle: () => {
      encodeGathered();
      giveBurst();
    },

    finish: async () => {
      try {
        if (encoder.state !== "configured") return;
        gather(resampler.flush());
        encodeGathered();
        // Chromium's flush keeps back what the look-ahead still holds (measured): zeros up to one
        // packet past the last sound push all of it out.
        const soundPackets = Math.ceil(capturedSamples / PACKET_SAMPLES);
        const wantedSamples = (PRIMING_PACKETS + soundPackets + 1) * PACKET_SAMPLES;
        feed(new Float32Array(wantedSamples - PRIMING_SAMPLES - capturedSamples));
        await encoder.flush();
      } finally {
        giveBurst();
        if (encoder.state !== "closed") encoder.close();
      }
    },
  };
}
