// Finds the sound that a recording of the known signal does not hold, and where it would have been.
import { coarseOffset, fineOffset, WINDOW_SAMPLES } from "./locate.ts";

const SAMPLES_PER_MS = 48;
/** A window whose correlation is lower than this holds a cut, or no sound of the signal at all. */
const SURE = 0.7;
/** Edges of a stretch are found in blocks of 10 ms, which hold some 50 independent values. */
const BLOCK_SAMPLES = 480;
/** Between two losses that follow each other quickly, pieces of this length are found again. */
const PIECE_SAMPLES = 960;
/** Up to here, what lies between two edges is the edges' own uncertainty. */
const EDGE_SAMPLES = 2 * BLOCK_SAMPLES;
/** A resampler may wander by a fraction of this; a loss is a block of some device and larger. */
const STEP_SAMPLES = 6;
/** No 100 ms of the signal are as quiet as this. */
const SILENCE = 0.002;
/** A sound that goes on without a step is found within this of where it should be. */
const ON_SAMPLES = 4;
/** How far around its place a window is looked for; the next ones, if it fails, twice as far each. */
const NEAR_SAMPLES = 48_000;
const FAR_SAMPLES = 20 * 48_000;

/** A place where the recording does not go on with the signal as it should. */
export interface Stretch {
  /** Samples of the recording before it. */
  readonly at: number;
  /** Samples of the signal before it. */
  readonly signalAt: number;
  /** Sound of the signal that is not in the recording. */
  readonly missingMs: number;
  /** Sound of the recording that is not new: doubled, or silence put in. */
  readonly addedMs: number;
}

export interface Comparison {
  /** In the order of the recording. */
  readonly stretches: readonly Stretch[];
  /** Samples of the signal: from the first that was found to the last. */
  readonly heard: { readonly from: number; readonly to: number };
}

/** A run of the recording that is the signal, without a step. `to` is exclusive, in its samples. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/**
 * @param recording - at 48 kHz; the signal must hold all that it heard
 * @throws {Error} when nothing in the recording is the signal
 */
export function findMissing(recording: Float32Array, signal: Float32Array): Comparison {
  const windows = joinWindows(findWindows(recording, signal));
  const runs = windows.flatMap((run, index) => {
    const before = windows[index - 1];
    return before ? [...findPieces(recording, signal, before, run), run] : [run];
  });
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last) throw new Error("The recording holds nothing of the signal.");
  const stretches: Stretch[] = [];
  const head = growBack(recording, signal, first, 0);
  if (head > EDGE_SAMPLES) stretches.push(lead(0, head + first.offset - head, head));
  for (const [index, next] of runs.entries()) {
    const before = runs[index - 1];
    if (before) stretches.push(...between(recording, signal, before, next));
  }
  const tail = growOn(recording, signal, last, recording.length);
  const unheard = recording.length - tail;
  // Less than a window is left over by any recording.
  if (unheard > WINDOW_SAMPLES) stretches.push(lead(tail, tail + last.offset, unheard));
  return { stretches, heard: { from: head + first.offset, to: tail + last.offset } };
}

/** At the ends nothing tells how much of the signal went by: as much as there is of something else. */
function lead(at: number, signalAt: number, samples: number): Stretch {
  const ms = samples / SAMPLES_PER_MS;
  return { at, signalAt, missingMs: ms, addedMs: ms };
}

function findWindows(recording: Float32Array, signal: Float32Array): Run[] {
  const found: Run[] = [];
  let predicted: number | undefined;
  let searchSamples = NEAR_SAMPLES;
  for (let at = 0; at + WINDOW_SAMPLES <= recording.length; at += WINDOW_SAMPLES) {
    // The first window may lie anywhere; the others near the one before.
    const range =
      predicted === undefined
        ? { from: 0, to: signal.length }
        : { from: at + predicted - searchSamples, to: at + predicted + searchSamples };
    const offset = findWindow(recording, signal, at, predicted, range);
    if (offset === undefined) {
      searchSamples = Math.min(FAR_SAMPLES, searchSamples * 2);
      continue;
    }
    found.push({ from: at, to: at + WINDOW_SAMPLES, offset });
    predicted = Math.round(offset);
    searchSamples = NEAR_SAMPLES;
  }
  return found;
}

function findWindow(
  recording: Float32Array,
  signal: Float32Array,
  at: number,
  predicted: number | undefined,
  range: { readonly from: number; readonly to: number },
): number | undefined {
  const isSure = (offset: number) =>
    likeness(recording, signal, at, at + WINDOW_SAMPLES, Math.round(offset)) >= SURE;
  if (predicted !== undefined) {
    const offset = fineOffset(recording, signal, at, predicted, { reach: ON_SAMPLES });
    if (Math.abs(offset - predicted) < ON_SAMPLES && isSure(offset)) return offset;
  }
  // A search takes a second; silence, which a device begins with, fits nowhere.
  if (isSilent(recording.subarray(at, at + WINDOW_SAMPLES))) return undefined;
  const from = Math.max(0, range.from);
  const coarse = coarseOffset(recording, signal.subarray(from, range.to), at) + from;
  const offset = fineOffset(recording, signal, at, coarse);
  return isSure(offset) ? offset : undefined;
}

function isSilent(samples: Float32Array): boolean {
  return samples.every((sample) => Math.abs(sample) < SILENCE);
}

function joinWindows(windows: readonly Run[]): Run[] {
  const runs: Run[] = [];
  for (const window of windows) {
    const last = runs.at(-1);
    const goesOn = last?.to === window.from && Math.abs(window.offset - last.offset) < STEP_SAMPLES;
    // The newest offset is the run's: the two clocks may drift apart within it.
    if (last && goesOn) runs[runs.length - 1] = { ...window, from: last.from };
    else runs.push(window);
  }
  return runs;
}

/** What is left of the signal between two runs, in pieces shorter than a window. */
function findPieces(recording: Float32Array, signal: Float32Array, a: Run, b: Run): Run[] {
  const end = growOn(recording, signal, a, b.from);
  const begin = growBack(recording, signal, b, end);
  const from = Math.max(0, end + Math.round(a.offset));
  const haystack = signal.subarray(from, Math.max(from, begin + Math.round(b.offset)));
  for (let at = end; at + PIECE_SAMPLES <= begin; at += BLOCK_SAMPLES / 2) {
    if (haystack.length < PIECE_SAMPLES) break;
    const coarse = coarseOffset(recording, haystack, at, PIECE_SAMPLES) + from;
    const offset = fineOffset(recording, signal, at, coarse, { length: PIECE_SAMPLES });
    const piece = { from: at, to: at + PIECE_SAMPLES, offset };
    if (likeness(recording, signal, at, piece.to, Math.round(offset)) < SURE) continue;
    return [piece, ...findPieces(recording, signal, piece, b)];
  }
  return [];
}

function between(recording: Float32Array, signal: Float32Array, a: Run, b: Run): Stretch[] {
  const end = growOn(recording, signal, a, b.from);
  const begin = growBack(recording, signal, b, end);
  const otherSamples = begin - end;
  const steppedSamples = b.offset - a.offset;
  const isCut = otherSamples <= EDGE_SAMPLES;
  if (isCut && Math.abs(steppedSamples) < STEP_SAMPLES) return [];
  const unheardSamples = isCut ? steppedSamples : otherSamples + steppedSamples;
  const addedSamples = isCut ? -steppedSamples : otherSamples;
  return [
    {
      at: end,
      signalAt: end + a.offset,
      missingMs: Math.max(0, unheardSamples) / SAMPLES_PER_MS,
      addedMs: Math.max(0, addedSamples) / SAMPLES_PER_MS,
    },
  ];
}

/** @returns where the run ends at the latest, block by block */
function growOn(recording: Float32Array, signal: Float32Array, run: Run, limit: number): number {
  let at = run.to;
  while (at + BLOCK_SAMPLES <= limit) {
    if (!isBlock(recording, signal, at, run.offset)) break;
    at += BLOCK_SAMPLES;
  }
  return at;
}

/** @returns where the run begins at the earliest, block by block */
function growBack(recording: Float32Array, signal: Float32Array, run: Run, limit: number): number {
  let at = run.from;
  while (at - BLOCK_SAMPLES >= limit) {
    if (!isBlock(recording, signal, at - BLOCK_SAMPLES, run.offset)) break;
    at -= BLOCK_SAMPLES;
  }
  return at;
}

function isBlock(recording: Float32Array, signal: Float32Array, at: number, offset: number) {
  return likeness(recording, signal, at, at + BLOCK_SAMPLES, Math.round(offset)) >= SURE;
}

/** Correlation of a part of the recording with the signal under it: 1 is the same sound, 0 is none. */
function likeness(
  recording: Float32Array,
  signal: Float32Array,
  from: number,
  to: number,
  offset: number,
): number {
  let [dot, energy, signalEnergy] = [0, 1e-9, 1e-9];
  for (let i = from; i < to; i++) {
    const heard = recording[i] ?? 0;
    const played = signal[i + offset] ?? 0;
    dot += heard * played;
    energy += heard * heard;
    signalEnergy += played * played;
  }
  return dot / Math.sqrt(energy * signalEnergy);
}
