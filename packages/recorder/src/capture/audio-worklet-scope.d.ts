// The global scope of pcm-worklet.js, which TypeScript's libraries leave out.
// @see https://www.w3.org/TR/webaudio/#AudioWorkletGlobalScope

declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][]): boolean;
}

declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** The frame that the block being processed starts with. */
declare const currentFrame: number;

/** Of the audio context, in hertz. */
declare const sampleRate: number;
