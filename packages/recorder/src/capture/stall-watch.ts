// Notices a microphone that has fallen silent without a word: after sleep, or when another program took
// it, browsers have gone on "recording" for hours with nothing arriving.
import type { Environment } from "../environment.ts";

/** Sound comes every 10 ms. A Bluetooth microphone that reconnects takes some seconds. */
const SILENCE_MS = 10_000;

export interface SoundWatch {
  /** A block of sound has arrived, or is expected from now on. */
  heard(): void;
  /** No sound is expected: paused, or ended. */
  rest(): void;
}

export function watchSound(options: {
  readonly setTimer: Environment["setTimer"];
  /** Called once for each silence. */
  readonly onSilence: (silentMs: number) => void;
}): SoundWatch {
  const { setTimer, onSilence } = options;
  let cancel = () => {};

  function wait(onEnd: () => void): void {
    cancel();
    cancel = setTimer(SILENCE_MS, onEnd);
  }

  return {
    // A timer that slept with the machine rings as soon as it wakes, before the microphone does: only
    // the second one in a row counts.
    heard: () => wait(() => wait(() => onSilence(2 * SILENCE_MS))),
    rest: () => cancel(),
  };
}
