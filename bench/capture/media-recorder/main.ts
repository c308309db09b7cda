// The peer: MediaRecorder with the engine's bit rate and microphone, its pieces of 5 s kept in memory.
import { UNPROCESSED } from "../../../packages/recorder/src/capture/microphone.ts";
import type { RecordingPage } from "../recording-page.ts";

globalThis.recordingPage = { record };

async function record(): Promise<RecordingPage> {
  const audio = { ...UNPROCESSED, channelCount: { ideal: 1 } };
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  const recorder = new MediaRecorder(stream, {
    mimeType: "audio/webm;codecs=opus",
    audioBitsPerSecond: 64_000,
  });
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  recorder.start(5000);
  const startedMs = performance.now();
  return {
    recordedSeconds: () => {
      if (recorder.state !== "recording") throw new Error("the MediaRecorder has stopped");
      return (performance.now() - startedMs) / 1000;
    },
    stop: async () => {
      const stopped = new Promise((resolve) => (recorder.onstop = resolve));
      const seconds = (performance.now() - startedMs) / 1000;
      recorder.stop();
      await stopped;
      const bytes = pieces.reduce((sum, { size }) => sum + size, 0);
      // Half of the bit rate that was asked for.
      if (bytes < seconds * 4000) throw new Error(`${bytes} bytes are no ${seconds} s of sound`);
    },
  };
}
