// Feeds an audio element with the segments of a recording as it plays them, through a MediaSource: an hour
// starts to play with its first segment.
import { AppError, toAppError } from "@tapedeck/core/errors";
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";
import { isCuredByTime } from "./network-trouble.ts";
import { readSegmentAt } from "./read-segment.ts";
import { segmentClusters } from "./segment-clusters.ts";
import type { PlacedSegment, SegmentIndex } from "./segment-index.ts";
import { waitForNetwork } from "./wait-for-network.ts";

const TYPE = 'audio/webm; codecs="opus"';
/** A network may be away so long before the sound stops. */
const AHEAD_SECONDS = 60;
/** Chromium takes 12 MB of sound, 25 minutes of it at 64 kb/s; more bits need more room. */
const BEHIND_SECONDS = 60;
/** Packets have 20 ms; a hole that is shorter than two is none. */
const TOLERANCE_SECONDS = 0.04;

export interface FeedOptions {
  readonly audio: HTMLAudioElement;
  readonly index: SegmentIndex;
  readonly durationMs: number;
  readonly startMs: number;
  /** A failure that time does not cure; feeding has ended. */
  readonly onFailure: (error: AppError) => void;
  /** It waits for the network, or goes on. */
  readonly onTrouble: (error: AppError | undefined) => void;
}

export function canFeedSegments(): boolean {
  return "MediaSource" in globalThis && MediaSource.isTypeSupported(TYPE);
}

/** @returns the way to stop feeding */
export function feedSegments(options: FeedOptions): () => void {
  const { audio, index } = options;
  const controller = new AbortController();
  const { signal } = controller;
  const source = new MediaSource();
  const url = URL.createObjectURL(source);
  let wake = Promise.withResolvers<void>();
  let wantedSeconds: number | undefined = options.startMs / 1000;

  const onMove = () => {
    wantedSeconds = undefined;
    wake.resolve();
  };
  for (const event of ["timeupdate", "seeking"]) audio.addEventListener(event, onMove, { signal });
  audio.src = url;
  audio.currentTime = options.startMs / 1000;
  source.addEventListener(
    "sourceopen",
    () => {
      URL.revokeObjectURL(url);
      run(source.addSourceBuffer(TYPE)).catch((thrown: unknown) => {
        if (!signal.aborted) options.onFailure(toAppError(thrown));
      });
    },
    { once: true },
  );

  async function run(buffer: SourceBuffer): Promise<void> {
    source.duration = options.durationMs / 1000;
    let hasHead = false;
    let failures = 0;
    while (!signal.aborted) {
      wake = Promise.withResolvers();
      const next = await nextMissing(buffer);
      if (next === undefined) {
        await Promise.race([wake.promise, aborted(signal)]);
        continue;
      }
      try {
        const bytes = await readSegmentAt(index, next.place, signal);
        const { head, clusters, offsetSeconds } = segmentClusters(bytes, next.startSample);
        if (!hasHead) await append(buffer, head, 0);
        hasHead = true;
        await makeRoom(buffer);
        await append(buffer, clusters, offsetSeconds);
        if (next.place === index.segmentCount - 1) source.endOfStream();
        failures = 0;
        options.onTrouble(undefined);
      } catch (thrown) {
        const error = toAppError(thrown);
        if (signal.aborted || !isCuredByTime(error.code)) throw error;
        failures += 1;
        options.onTrouble(error);
        await waitForNetwork(failures, signal);
      }
    }
  }

  /** The first segment from the playhead on that is not there yet, as far ahead as it should be. */
  async function nextMissing(buffer: SourceBuffer): Promise<PlacedSegment | undefined> {
    const atSeconds = wantedSeconds ?? audio.currentTime;
    const missingSeconds = endOfRange(buffer.buffered, atSeconds) ?? atSeconds;
    const endSeconds = options.durationMs / 1000;
    if (missingSeconds > atSeconds + AHEAD_SECONDS) return undefined;
    if (missingSeconds > endSeconds - TOLERANCE_SECONDS) return undefined;
    const sample = Math.round((missingSeconds + TOLERANCE_SECONDS / 2) * SAMPLE_RATE_HZ);
    return index.segmentAt(sample, signal);
  }

  async function makeRoom(buffer: SourceBuffer): Promise<void> {
    const start = buffer.buffered.length > 0 ? buffer.buffered.start(0) : 0;
    const end = audio.currentTime - BEHIND_SECONDS;
    // Not for each second: a removal costs more than an append.
    if (end - start < BEHIND_SECONDS) return;
    buffer.remove(start, end);
    await updated(buffer);
  }

  return () => controller.abort();
}

async function append(
  buffer: SourceBuffer,
  bytes: Uint8Array<ArrayBuffer>,
  offsetSeconds: number,
): Promise<void> {
  buffer.timestampOffset = offsetSeconds;
  buffer.appendBuffer(bytes);
  await updated(buffer);
}

function updated(buffer: SourceBuffer): Promise<void> {
  return new Promise((resolve, reject) => {
    buffer.addEventListener("updateend", () => resolve(), { once: true });
    buffer.addEventListener(
      "error",
      () => reject(new AppError("WEBM_INVALID", "The browser refused a segment.")),
      { once: true },
    );
  });
}

/** @returns the end of the range that holds this moment */
function endOfRange(ranges: TimeRanges, atSeconds: number): number | undefined {
  let end: number | undefined;
  for (let i = 0; i < ranges.length; i++) {
    const from = end ?? atSeconds;
    if (ranges.start(i) <= from + TOLERANCE_SECONDS && ranges.end(i) > from) end = ranges.end(i);
  }
  return end;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
