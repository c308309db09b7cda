// What Chromium has and other browsers lack, taken away.

/**
 * No MediaStreamTrackProcessor, and a microphone that connects only at the rate of its device. What
 * connects is the signal itself: Chromium's own buffer between a microphone and an audio graph slips
 * by some milliseconds when the machine is busy (measured), which says nothing of what is ours.
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
