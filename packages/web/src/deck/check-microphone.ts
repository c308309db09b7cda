// Listens to a microphone without recording it: its level before the first recording, and beside each name in the
// list. The sound goes nowhere.
import { PEAK_MS } from "@tapedeck/core/peaks";
import { openMicrophone, type MicrophoneProcessing } from "@tapedeck/recorder";
import type { LevelListener } from "./levels.ts";

export interface Check {
  /** As the browser calls the microphone. */
  readonly label: string;
  stop(): void;
}

/** Two levels at a time. */
const FEED_MS = 2 * PEAK_MS;

/**
 * Asks for permission if need be. It ends by itself when the page is hidden, so that no forgotten page listens.
 *
 * @param onEnd - the page was hidden, or the microphone went away
 * @throws {AppError} MIC_DENIED, MIC_ABSENT, MIC_BUSY
 */
export async function checkMicrophone(options: {
  readonly deviceId?: string | undefined;
  readonly processing: MicrophoneProcessing;
  readonly onLevels: LevelListener;
  readonly onEnd: () => void;
}): Promise<Check> {
  const track = await openMicrophone(options);
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: fftSizeFor(context.sampleRate) });
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  void context.resume().catch(() => undefined);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    if (context.state !== "running") return;
    analyser.getFloatTimeDomainData(samples);
    options.onLevels(loudestOf(samples, context.sampleRate));
  }, FEED_MS);
  const stop = () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisibility);
    track.onended = null;
    track.stop();
    void context.close();
  };
  const end = () => {
    stop();
    options.onEnd();
  };
  const onVisibility = () => {
    if (document.hidden) end();
  };
  document.addEventListener("visibilitychange", onVisibility);
  track.onended = end;
  return { label: track.label, stop };
}

/** The smallest power of two that holds what comes between two looks. */
const fftSizeFor = (sampleRateHz: number) =>
  2 ** Math.ceil(Math.log2((sampleRateHz * FEED_MS) / 1000));

/** The loudest sample of each 100 ms that came since the last look. */
function loudestOf(samples: Float32Array, sampleRateHz: number): readonly number[] {
  const isNew = samples.slice(-Math.round((sampleRateHz * FEED_MS) / 1000));
  const perLevel = Math.round((sampleRateHz * PEAK_MS) / 1000);
  const levels: number[] = [];
  for (let from = 0; from < isNew.length; from += perLevel) {
    let loudest = 0;
    for (const sample of isNew.subarray(from, from + perLevel)) {
      loudest = Math.max(loudest, Math.abs(sample));
    }
    levels.push(Math.min(1, loudest));
  }
  return levels;
}
