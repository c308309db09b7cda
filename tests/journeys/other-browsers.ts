// Removes from Chromium what other browsers lack.

/**
 * Removes MediaStreamTrackProcessor, and lets the microphone connect only at the rate of its device. The
 * source is the signal itself: on a busy machine, Chromium's buffer between a microphone and an audio graph
 * slips by some milliseconds (measured), which would say nothing about our code.
 */
export function likeOtherBrowsers(): void {
  Reflect.deleteProperty(globalThis, "MediaStreamTrackProcessor");
  globalThis.AudioContext = class extends AudioContext {
    override createMediaStreamSource(): MediaStreamAudioSourceNode {
      if (this.sampleRate !== 44_100) throw new DOMException("rates differ", "NotSupportedError");
      const buffer = new AudioBuffer({ length: globalThis.signal.length, sampleRate: 48_000 });
      buffer.copyToChannel(globalThis.signal, 0);
      const source = new AudioBufferSourceNode(this, { buffer });
      source.start();
      return source as AudioNode as MediaStreamAudioSourceNode;
    }
  };
  const settings = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, "getSettings");
  const native = settings?.value as MediaStreamTrack["getSettings"];
  MediaStreamTrack.prototype.getSettings = function () {
    return { ...native.call(this), sampleRate: 44_100 };
  };
}
