// What the microphone of a picture hears: the page's own microphone plays a steady noise, which looks like no voice.
import type { Page } from "playwright-core";

/** From the next load of the page on. */
export async function hear(page: Page, sound: "speech" | "silence" | "clipping"): Promise<void> {
  await page.addInitScript((wanted) => {
    navigator.mediaDevices.getUserMedia = async () => {
      const context = new AudioContext();
      const sink = context.createMediaStreamDestination();
      const noise = new AudioBufferSourceNode(context, {
        buffer: noiseOf(context),
        loop: true,
      });
      const gain = new GainNode(context, { gain: 0 });
      noise.connect(gain).connect(sink);
      noise.start();
      if (wanted === "clipping") gain.gain.value = 3;
      if (wanted === "speech") speak(gain.gain, context.currentTime);
      return sink.stream;
    };

    function noiseOf(context: AudioContext): AudioBuffer {
      const buffer = context.createBuffer(1, context.sampleRate * 2, context.sampleRate);
      const samples = buffer.getChannelData(0);
      for (let n = 0; n < samples.length; n++) samples[n] = 2 * Math.random() - 1;
      return buffer;
    }

    /** Phrases of syllables, with breaths between them. */
    function speak(gain: AudioParam, startSeconds: number): void {
      let state = 91;
      const random = () => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
      let at = startSeconds;
      while (at < startSeconds + 120) {
        const phraseSeconds = 1.3 + 2 * random();
        const force = 0.1 + 0.25 * random();
        for (const end = at + phraseSeconds; at < end;) {
          const syllableSeconds = 0.15 + 0.35 * random();
          gain.setTargetAtTime(force * (0.2 + 0.8 * random() ** 2), at, 0.03);
          gain.setTargetAtTime(force * 0.04, at + 0.6 * syllableSeconds, 0.05);
          at += syllableSeconds;
        }
        gain.setTargetAtTime(0.0015, at, 0.08);
        at += 0.2 + 0.6 * random();
      }
    }
  }, sound);
}
