// @ts-check
// The audio thread's part: collects 10 ms of mono sound and posts it to the encoder worker.
// Plain JavaScript, because bundlers copy a worklet as it stands and browsers run it as it stands.
// @see https://www.w3.org/TR/webaudio/#AudioWorkletProcessor

/** @typedef {import("./pcm-source.ts").WorkletBlock} WorkletBlock */

/** 10 ms: as much as a stop may cut off, and 100 messages a second. */
const BLOCK_FRAMES = Math.round(sampleRate / 100);

/**
 * A context that has just started may skip frames (measured in Chromium: 1024 of them within the
 * first 100 ms, 2 starts of 6). Recording begins 200 ms later, and begins whole.
 */
const WARM_UP_FRAMES = Math.round(sampleRate / 5);

/**
 * A busy Firefox goes on with silence of its own, exact zeros, for 70 to 90 ms until the microphone's
 * sound is there (2 runs of 9). Recording begins with the first sound, or after so much silence: a
 * microphone that is switched off gives exact zeros too.
 */
const MAX_SILENCE_FRAMES = Math.round(sampleRate / 2);

class PcmWorklet extends AudioWorkletProcessor {
  /** @type {MessagePort | undefined} */
  #worker;
  #block = new Float32Array(BLOCK_FRAMES);
  #filled = 0;
  #warmUpFrames = WARM_UP_FRAMES;
  #silenceFrames = MAX_SILENCE_FRAMES;

  constructor() {
    super();
    /** @param {MessageEvent<MessagePort>} event */
    this.port.onmessage = ({ data }) => {
      this.#worker = data;
    };
  }

  /**
   * @override
   * @param {Float32Array[][]} inputs - one input, mixed down to one channel by the node
   */
  process([input]) {
    const samples = input?.[0];
    // No channel: the microphone is not connected yet. No port: the worker is not listening yet.
    if (samples === undefined || this.#worker === undefined) return true;
    if (this.#warmUpFrames > 0) {
      this.#warmUpFrames -= samples.length;
      return true;
    }
    if (this.#silenceFrames > 0) {
      this.#silenceFrames = isSilence(samples) ? this.#silenceFrames - samples.length : 0;
      if (this.#silenceFrames > 0) return true;
    }
    for (let taken = 0; taken < samples.length;) {
      const take = Math.min(samples.length - taken, BLOCK_FRAMES - this.#filled);
      this.#block.set(samples.subarray(taken, taken + take), this.#filled);
      this.#filled += take;
      taken += take;
      if (this.#filled === BLOCK_FRAMES) this.#post(this.#worker);
    }
    return true;
  }

  /** @param {MessagePort} worker */
  #post(worker) {
    /** @type {WorkletBlock} */
    const message = { samples: this.#block };
    worker.postMessage(message, [message.samples.buffer]);
    this.#block = new Float32Array(BLOCK_FRAMES);
    this.#filled = 0;
  }
}

/** @param {Float32Array} samples */
function isSilence(samples) {
  return samples.every((sample) => sample === 0);
}

registerProcessor("tapedeck-pcm", PcmWorklet);
