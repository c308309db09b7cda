// One recording inside the worker: sound → packets → journal → segments. The worker entry owns messages
// and threads, the window owns uploads. A packet goes to the journal before it goes anywhere else.
import { AppError, toAppError } from "@tapedeck/core/errors";
import { missingMs } from "@tapedeck/core/gaps";
import { PEAK_SAMPLES, SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { createPeakMeter } from "@tapedeck/core/peaks";
import { createPacketEncoder } from "./packet-encoder.ts";
import { readPcm, type PcmBlock, type PcmSource } from "../capture/pcm-source.ts";
import { createGapWatch, type Moment } from "../capture/gap-watch.ts";
import { journalFileName, type JournalFiles } from "../journal/journal-files.ts";
import type { RecordingRecord } from "@tapedeck/core/upload/records";
import type { RecordingJournal } from "../journal/recording-journal.ts";
import { longestRecording, tooLong } from "./longest-recording.ts";
import { createSegmenter, type CutSegment } from "./segmenter.ts";
import type { ServerTime } from "@tapedeck/core/upload/unsure-gaps";
import type { FromWorker, StartEncoding } from "./worker-protocol.ts";

/**
 * Four times a second: twenty messages a second took three quarters of the main thread's time while
 * recording (traced 2026-11). Measured in sound, so no timer is needed.
 */
const PROGRESS_SAMPLES = SAMPLE_RATE_HZ / 4;

/**
 * After a delay of its audio graph, Firefox holds sound back before a worklet for the rest of the recording:
 * 0 to 172 ms in 21 runs beside four busy loops, mostly 130 to 160. Only sound beyond that is lost. A page cannot
 * know the amount. With this value, up to 0.2 s of a loss are not told: this much, what the watch takes for drift,
 * and losses too small for it (156 ms in the worst run). At most 40 ms are told too many.
 */
const BUFFER_MS: Readonly<Record<PcmSource["kind"], number>> = { worklet: 135, processor: 0 };

export interface Encoding {
  /** Reads sound from this source from now on; the encoder continues. */
  read(source: PcmSource): void;
  /**
   * Reads sound and drops it from now on. The encoder runs on across a pause: the sounds before and
   * after it are adjacent in the recording.
   */
  pause(): void;
  resume(): void;
  /** The server told its time. */
  serverTime(time: ServerTime): void;
  /** Ends the recording: the last segments are posted, then `finished`. */
  stop(): void;
}

export function startEncoding(
  request: StartEncoding,
  ports: {
    readonly journal: RecordingJournal;
    readonly files: JournalFiles;
    readonly now: () => Moment;
    readonly post: (message: FromWorker, transfer?: Transferable[]) => void;
  },
): Encoding {
  const { recordingId, packetsPerSegment, bitsPerSecond } = request;
  const { journal, files, now, post } = ports;
  const maxSamples = longestRecording(packetsPerSegment);
  let reading = new AbortController();
  let sourceCount = 0;
  const segmenter = createSegmenter({ packetsPerSegment });
  /** Of the sound since the last progress message. */
  let levels: number[] = [];
  const meter = createPeakMeter({ onPeak: (amplitude) => levels.push(Math.min(1, amplitude)) });
  const encoder = createPacketEncoder({
    bitsPerSecond,
    onSound: takeSound,
    onPackets: takePackets,
    onFailure: failEncoder,
  });
  const gapWatch = createGapWatch({ bufferMs: BUFFER_MS[request.source.kind] });
  let notedGaps = gapWatch.gaps();
  /** Segments are closed and posted one after another, so that they arrive in order. */
  let posted = Promise.resolve();
  let journalFailed = false;
  let paused = false;
  let finishing = false;
  let lostMs = 0;
  let nextProgressSample = 0;

  function takeBlock(block: PcmBlock): void {
    if (finishing) return;
    watchForGaps(block);
    if (paused) {
      settle();
      return;
    }
    const blockSamples = (block.samples.length * SAMPLE_RATE_HZ) / block.sampleRateHz;
    if (encoder.capturedSamples() + blockSamples > maxSamples) {
      fail(tooLong());
      return;
    }
    try {
      encoder.encode(block);
    } catch (thrown) {
      failEncoder(thrown);
      return;
    }
    reportProgress();
  }

  function takeSound(samples: Float32Array): void {
    for (const sample of samples) meter.add(Math.abs(sample));
  }

  function watchForGaps({ samples, sampleRateHz }: PcmBlock): void {
    gapWatch.block({
      moment: now(),
      startSample: encoder.capturedSamples(),
      durationMs: (samples.length * 1000) / sampleRateHz,
    });
    noteGaps();
  }

  function noteGaps(): void {
    if (gapWatch.gaps() === notedGaps) return;
    notedGaps = gapWatch.gaps();
    const unsure = gapWatch.unsure();
    lostMs = missingMs(notedGaps) - missingMs(unsure?.gaps ?? []);
    journal.noteGaps(notedGaps, unsure);
  }

  function reportProgress(): void {
    const sampleCount = encoder.capturedSamples();
    if (sampleCount < nextProgressSample) return;
    nextProgressSample = sampleCount + PROGRESS_SAMPLES;
    post({ kind: "progress", sampleCount, levels, lostMs });
    levels = [];
  }

  /** No sound waits in memory during a pause, or for a microphone that may not come back. */
  function settle(): void {
    try {
      encoder.settle();
    } catch (thrown) {
      failEncoder(thrown);
    }
  }

  function takePackets(packets: readonly Uint8Array<ArrayBuffer>[]): void {
    if (journalFailed) return;
    try {
      journal.append(packets);
    } catch (thrown) {
      // Write no further packet: a reader would take a packet after a hole for the lost one.
      journalFailed = true;
      fail(toAppError(thrown));
      return;
    }
    for (const packet of packets) segmenter.push(packet);
    for (const cut of segmenter.takeWhole(encoder.capturedSamples())) closeSegment(cut);
  }

  function closeSegment(cut: CutSegment): void {
    const peaks = meter.take(Math.ceil(cut.sampleCount / PEAK_SAMPLES));
    posted = posted
      .then(async () => {
        const segment = await journal.closeSegment({ ...cut, peaks });
        const name = journalFileName(recordingId, segment.sequence);
        const file = files.kind === "memory" ? await files.read(name) : undefined;
        post({ kind: "segment", segment, file }, file ? [file.buffer] : []);
      })
      .catch((thrown: unknown) => fail(toAppError(thrown)));
  }

  function fail(error: AppError): void {
    post({ kind: "failed", code: error.code, message: error.message });
    finish();
  }

  /** WebCodecs throws a DOMException; for a person it means that the encoder failed. */
  function failEncoder(thrown: unknown): void {
    if (thrown instanceof AppError) {
      fail(thrown);
      return;
    }
    const { message } = toAppError(thrown);
    fail(new AppError("ENCODER_FAILED", `The audio encoder failed: ${message}`, { cause: thrown }));
  }

  /** Posts all segments that it can make, whatever fails, and then `finished`. */
  function finish(): void {
    if (finishing) return;
    finishing = true;
    reading.abort();
    gapWatch.ended();
    noteGaps();
    let recording: RecordingRecord | undefined;
    void encoder
      .finish()
      .catch(failEncoder)
      .then(async () => {
        for (const cut of segmenter.takeRest(encoder.capturedSamples())) closeSegment(cut);
        await posted;
        recording = await journal.finish(encoder.capturedSamples());
      })
      .catch(failEncoder)
      .finally(() => {
        post({ kind: "finished", sampleCount: encoder.capturedSamples(), recording });
      });
  }

  /** Drops what the previous source still holds: the gap watch reports it. */
  function read(source: PcmSource): void {
    reading.abort();
    settle();
    if (finishing) return;
    reading = new AbortController();
    const { signal } = reading;
    const number = sourceCount++;
    const end = () => {
      if (signal.aborted) return;
      settle();
      post({ kind: "source-ended", source: number });
    };
    // A broken source and an ended one are the same to the window: it opens another.
    readPcm(source, takeBlock, { signal }).then(end, end);
  }

  read(request.source);

  return {
    read,
    pause: () => {
      if (paused || finishing) return;
      paused = true;
      settle();
      const atSample = encoder.capturedSamples();
      gapWatch.paused({ moment: now(), startSample: atSample });
      post({ kind: "paused", atSample });
    },
    resume: () => {
      if (!paused) return;
      paused = false;
      gapWatch.resumed({ moment: now() });
      noteGaps();
    },
    serverTime: (time) => {
      gapWatch.serverTime(time);
      noteGaps();
    },
    stop: finish,
  };
}
