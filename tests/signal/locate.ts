// Finds where in the known signal each tenth of a second of a recording came from.

/** 100 ms: long enough to be unmistakable, short enough to see a single lost sample. */
export const WINDOW_SAMPLES = 4800;
/** The signal ends at 2.5 kHz: a sixth of 48 kHz still holds it, for the first coarse search. */
const COARSE_STEP = 6;
/** How far a window may lie from where the last one predicts: ±1.3 ms. */
const SEARCH_SAMPLES = 64;

export interface Located {
  /** First sample of the window within the recording. */
  readonly at: number;
  /** Position in the signal minus `at`, to about a tenth of a sample: constant if nothing is lost. */
  readonly offset: number;
}

/** Offsets of every 100 ms window of the recording, which must lie within the signal. */
export function locateWindows(recording: Float32Array, signal: Float32Array): Located[] {
  // Half a second in: past the encoder's and the device's first moments.
  const anchorAt = 24_000;
  let predicted = coarseOffset(recording, signal, anchorAt);
  const located: Located[] = [];
  for (let at = 0; at + WINDOW_SAMPLES <= recording.length; at += WINDOW_SAMPLES) {
    const offset = fineOffset(recording, signal, at, predicted);
    located.push({ at, offset });
    // Follow only what is sure: a window at the edge of the search is no prediction.
    if (Math.abs(offset - predicted) < SEARCH_SAMPLES / 2) predicted = Math.round(offset);
  }
  return located;
}

/** Where in the whole signal the window lies, to within six samples, whatever came before it. */
export function coarseOffset(
  recording: Float32Array,
  signal: Float32Array,
  at: number,
  length = WINDOW_SAMPLES,
): number {
  const window = decimate(recording.subarray(at, at + length));
  const haystack = decimate(signal);
  let best = { score: -Infinity, position: 0 };
  for (let position = 0; position + window.length <= haystack.length; position++) {
    const score = normalized(window, haystack, position);
    if (score > best.score) best = { score, position };
  }
  return best.position * COARSE_STEP - at;
}

/** Averages of six: a crude low-pass that is enough for a search that is refined afterwards. */
function decimate(samples: Float32Array): Float32Array {
  const out = new Float32Array(Math.floor(samples.length / COARSE_STEP));
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < COARSE_STEP; k++) sum += samples[i * COARSE_STEP + k] ?? 0;
    out[i] = sum / COARSE_STEP;
  }
  return out;
}

function normalized(window: Float32Array, haystack: Float32Array, position: number): number {
  let dot = 0;
  let energy = 1e-9;
  for (let i = 0; i < window.length; i++) {
    const h = haystack[position + i] ?? 0;
    dot += (window[i] ?? 0) * h;
    energy += h * h;
  }
  return dot / Math.sqrt(energy);
}

/** Around the predicted offset, to about a tenth of a sample. */
export function fineOffset(
  recording: Float32Array,
  signal: Float32Array,
  at: number,
  predicted: number,
  { length = WINDOW_SAMPLES, reach = SEARCH_SAMPLES } = {},
): number {
  const window = recording.subarray(at, at + length);
  // A device may begin a fraction of a millisecond before the signal: silence is as good as it.
  const score = (lag: number) => normalized(window, signal, at + predicted + lag);
  let best = { lag: 0, score: -Infinity };
  for (let lag = -reach; lag <= reach; lag++) {
    const value = score(lag);
    if (value > best.score) best = { lag, score: value };
  }
  // The vertex of the parabola through the peak and its neighbours: the part of a sample.
  const [left, right] = [score(best.lag - 1), score(best.lag + 1)];
  const fraction = (left - right) / (2 * (left - 2 * best.score + right));
  return predicted + best.lag + (Number.isFinite(fraction) ? fraction : 0);
}
