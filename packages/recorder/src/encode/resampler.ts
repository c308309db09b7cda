// Sound of any rate in, sound at 48 kHz out, without a seam where the rate changes: a headset that goes
// to call mode gives 16 kHz from one block to the next. A windowed sinc, so that all is delayed alike.
// @see https://ccrma.stanford.edu/~jos/resample/
import { SAMPLE_RATE_HZ } from "@tapedeck/core/limits";

/** Zero crossings of the sinc on each side. */
const CROSSINGS = 32;

/** Of the Kaiser window: 80 dB down. */
const BETA = 8;

/** Of a microphone: a call over an old telephone line. */
const LOWEST_RATE_HZ = 8_000;

/** Where the filter is 6 dB down, of the narrower band: its slope is as wide as the rest. */
const CUTOFF = 0.92;

export interface Resampler {
  /** @returns the finished samples: the last {@link CROSSINGS} wait for the samples after them */
  take(samples: Float32Array<ArrayBuffer>, rateHz: number): Float32Array<ArrayBuffer>;
  /** Returns the waiting samples, as if silence followed them. */
  flush(): Float32Array<ArrayBuffer>;
}

export function createResampler(): Resampler {
  const filters = new Map<number, Filter>();
  let filter: Filter | undefined;
  /** The input that the filter still needs: as far as it looks back, and the waiting samples. */
  let held = new Float32Array(0);
  /** Where the next output lies in `held`: a whole sample and so many parts of one. */
  let at = 0;
  let part = 0;

  function filterFor(rateHz: number): Filter {
    const made = filters.get(rateHz) ?? createFilter(rateHz);
    filters.set(rateHz, made);
    return made;
  }

  function begin(rateHz: number): Filter {
    const begun = filterFor(rateHz);
    // Before the first sound there was silence.
    held = new Float32Array(begun.memory);
    at = begun.memory;
    return begun;
  }

  /**
   * Converts the held samples to the new rate.
   *
   * @param next - the sample after it, the first of the new rate
   */
  function change(from: Filter, rateHz: number, next: number): Filter {
    const to = filterFor(rateHz);
    const step = from.rateHz / rateHz;
    const aheadSamples = (held.length - at - part / from.parts) / step;
    const count = to.memory + Math.ceil(Math.max(0, aheadSamples));
    const retimed = new Float32Array(count);
    for (let back = 1; back <= count; back++) {
      retimed[count - back] = between(held, held.length - back * step, next);
    }
    held = retimed;
    const exact = count - aheadSamples;
    at = Math.floor(exact);
    part = Math.round((exact - at) * to.parts);
    if (part === to.parts) [at, part] = [at + 1, 0];
    return to;
  }

  function produce({ reach, memory, parts, stepParts, taps }: Filter): Float32Array<ArrayBuffer> {
    const lastAt = held.length - reach - 1;
    const most = Math.max(0, Math.ceil(((lastAt - at + 1) * parts - part) / stepParts));
    const output = new Float32Array(most);
    for (let index = 0; index < most; index++) {
      const weights = taps(part);
      let sum = 0;
      const first = at - reach;
      for (let tap = 0; tap < weights.length; tap++) {
        sum += (held[first + tap] ?? 0) * (weights[tap] ?? 0);
      }
      output[index] = sum;
      part += stepParts;
      at += Math.floor(part / parts);
      part %= parts;
    }
    const done = Math.max(0, at - memory);
    held = held.slice(done);
    at -= done;
    return output;
  }

  function append(samples: Float32Array): void {
    const longer = new Float32Array(held.length + samples.length);
    longer.set(held);
    longer.set(samples, held.length);
    held = longer;
  }

  return {
    take: (samples, rateHz) => {
      if (filter === undefined) filter = begin(rateHz);
      else if (filter.rateHz !== rateHz) filter = change(filter, rateHz, samples[0] ?? 0);
      // The usual case costs nothing: 48 kHz, and nothing of another rate waits.
      if (filter.rateHz === SAMPLE_RATE_HZ && at === held.length) {
        if (samples.length < filter.memory) append(samples);
        else held = samples;
        held = held.slice(-filter.memory);
        at = held.length;
        return samples;
      }
      append(samples);
      return produce(filter);
    },
    flush: () => {
      if (filter === undefined) return new Float32Array(0);
      append(new Float32Array(filter.reach));
      return produce(filter);
    },
  };
}

interface Filter {
  readonly rateHz: number;
  /** Input samples that it looks back and ahead. */
  readonly reach: number;
  /** Input samples that are kept behind: of a rate that follows, the filter may look back further. */
  readonly memory: number;
  /** Of an input sample: the positions at which outputs can lie. */
  readonly parts: number;
  /** From one output to the next. */
  readonly stepParts: number;
  /** The weights of the inputs around an output so many parts after an input. */
  readonly taps: (part: number) => Float32Array;
}

function createFilter(rateHz: number): Filter {
  const common = greatestCommonDivisor(rateHz, SAMPLE_RATE_HZ);
  const parts = SAMPLE_RATE_HZ / common;
  const stepParts = rateHz / common;
  const narrowing = Math.min(1, SAMPLE_RATE_HZ / rateHz);
  // At 48 kHz already, the sinc is 1 at its own sample and 0 at all others: nothing is filtered.
  const isSame = rateHz === SAMPLE_RATE_HZ;
  const cutoff = isSame ? 1 : CUTOFF * narrowing;
  const reach = isSame ? 0 : Math.ceil(CROSSINGS / narrowing);
  const memory = Math.max(reach, Math.ceil((rateHz * CROSSINGS) / LOWEST_RATE_HZ));
  const known = new Map<number, Float32Array>();

  function taps(part: number): Float32Array {
    const made = known.get(part);
    if (made) return made;
    const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, tap) => {
      const distance = tap - reach - part / parts;
      return cutoff * sinc(cutoff * distance) * kaiser(distance / (reach + 1));
    });
    // Any constant stays exactly what it is, at every part.
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const even = weights.map((weight) => weight / sum);
    known.set(part, even);
    return even;
  }

  return { rateHz, reach, memory, parts, stepParts, taps };
}

/** On the line between two samples; before the first there was silence, after the last comes `next`. */
function between(samples: Float32Array, position: number, next: number): number {
  const index = Math.floor(position);
  const rest = position - index;
  const after = index + 1 < samples.length ? (samples[index + 1] ?? 0) : next;
  return (samples[index] ?? 0) * (1 - rest) + after * rest;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** @param x - from -1 to 1 across the window; how high it is there matters to nothing */
function kaiser(x: number): number {
  return bessel0(BETA * Math.sqrt(Math.max(0, 1 - x * x)));
}

/** Modified, of order 0, by its series. */
function bessel0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
