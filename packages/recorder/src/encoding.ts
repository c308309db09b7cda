// One recording inside the worker: sound → packets → journal → segments. Messages and threads are
// the worker entry's business; uploading is the window's.
import { AppError, toAppError } from "@tapedeck/core/errors";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { writeSegment } from "@tapedeck/core/webm/segment-writer";
import { createPacketEncoder } from "./packet-encoder.ts";
import { readPcm, type CapturedBlock } from "./pcm-source.ts";
import type { Journal } from "./ports.ts";
import { createSegmenter, type CutSegment } from "./segmenter.ts";
import { sha256Base64 } from "./sha256.ts";
import type { FromWorker, StartEncoding } from "./worker-protocol.ts";

/** A level meter looks alive at 20 values a second. Measured in sound, so no timer is needed. */
const PROGRESS_SAMPLES = SAMPLE_RATE_HZ / 20;

export interface Encoding {
  /**
   * From here on sound is read and forgotten. The encoder runs on across a pause: the sound before
   * and the sound after it lie next to each other in the recording.
   */
  pause(): void;
  resume(): void;
  /** Ends the recording: the last segments are posted, then `finished`. */
  stop(): void;
}

export function startEncoding(
  request: StartEncoding,
  ports: {
    readonly journal: Journal;
    readonly post: (message: FromWorker, transfer?: Transferable[]) => void;
  },
): Encoding {
  const { recordingId, packetsPerSegment, bitsPerSecond } = request;
  const { journal, post } = ports;
  const reading = new AbortController();
  const segmenter = createSegmenter({ packetsPerSegment });
  const encoder = createPacketEncoder({ bitsPerSecond, onPacket: takePacket, onFailure: fail });
  /** Segments are hashed and posted one after another, so that they arrive in order. */
  let posted = Promise.resolve();
  let packetCount = 0;
  let paused = false;
  let finishing = false;
  let lostMs = 0;
  let peak = 0;
  let nextProgressSample = 0;

  function takeBlock(block: CapturedBlock): void {
    if (finishing || paused) return;
    lostMs += block.lostMs;
    try {
      encoder.encode(block);
    } catch (thrown) {
      fail(encoderError(thrown));
      return;
    }
    for (const sample of block.samples) peak = Math.max(peak, Math.abs(sample));
    reportProgress();
  }

  function reportProgress(): void {
    const sampleCount = encoder.capturedSamples();
    if (sampleCount < nextProgressSample) return;
    nextProgressSample = sampleCount + PROGRESS_SAMPLES;
    post({ kind: "progress", sampleCount, peak: Math.min(1, peak), lostMs });
    peak = 0;
  }

  function takePacket(bytes: Uint8Array<ArrayBuffer>): void {
    try {
      journal.append({ recordingId, index: packetCount, bytes });
      packetCount += 1;
      segmenter.push(bytes);
      for (const cut of segmenter.takeWhole(encoder.capturedSamples())) postSegment(cut);
    } catch (thrown) {
      fail(toAppError(thrown));
    }
  }

  function postSegment(cut: CutSegment): void {
    const bytes = writeSegment({ ...cut, channelCount: 1 });
    const { sequence, startSample, sampleCount } = cut;
    posted = posted.then(async () => {
      const sha256 = await sha256Base64(bytes);
      const segment = { recordingId, sequence, startSample, sampleCount, bytes, sha256 };
      post({ kind: "segment", segment }, [bytes.buffer]);
    });
  }

  function fail(error: AppError): void {
    post({ kind: "failed", code: error.code, message: error.message });
    finish();
  }

  /** Whatever fails on the way, the segments that could be made are posted, then `finished`. */
  function finish(): void {
    if (finishing) return;
    finishing = true;
    reading.abort();
    const reportFailure = (thrown: unknown) => {
      const { code, message } = encoderError(thrown);
      post({ kind: "failed", code, message });
    };
    void encoder
      .finish()
      .catch(reportFailure)
      .then(() => {
        for (const cut of segmenter.takeRest(encoder.capturedSamples())) postSegment(cut);
      })
      .catch(reportFailure)
      .then(() => posted)
      .catch(reportFailure)
      .finally(() => {
        post({ kind: "finished", sampleCount: encoder.capturedSamples() });
      });
  }

  readPcm(request.source, takeBlock, { signal: reading.signal }).then(
    () => {
      if (!finishing) fail(new AppError("MIC_LOST", "The microphone's stream ended."));
    },
    (thrown: unknown) => {
      if (finishing) return;
      fail(new AppError("MIC_LOST", "The microphone's stream broke.", { cause: thrown }));
    },
  );

  return {
    pause: () => {
      if (paused || finishing) return;
      paused = true;
      post({ kind: "paused", atSample: encoder.capturedSamples() });
    },
    resume: () => {
      paused = false;
    },
    stop: finish,
  };
}

/** What WebCodecs throws is a DOMException; to a person it means that the encoder failed. */
function encoderError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const { message } = toAppError(thrown);
  return new AppError("ENCODER_FAILED", `The audio encoder failed: ${message}`, { cause: thrown });
}
