// Notices a microphone that delivers no blocks. After sleep, or when another program took the microphone,
// browsers went on "recording" for hours although nothing arrived.
import type { Timer } from "@tapedeck/core/ports";

/** Blocks arrive every 10 ms. A Bluetooth microphone takes some seconds to reconnect. */
const STALL_MS = 10_000;

export interface StallWatch {
  /** A block has arrived, or the caller expects blocks from now on. */
  heard(): void;
  /** The caller expects no blocks: the recording is paused or has ended. */
  rest(): void;
}

export function watchForStalls(options: {
  readonly setTimer: Timer;
  /** Called once for each stall. */
  readonly onStall: (stalledMs: number) => void;
}): StallWatch {
  const { setTimer, onStall } = options;
  let cancel = () => {};

  function wait(onEnd: () => void): void {
    cancel();
    cancel = setTimer(STALL_MS, onEnd);
  }

  return {
    // After sleep, the timer fires before the microphone is back. So only the second one in a row counts.
    heard: () => wait(() => wait(() => onStall(2 * STALL_MS))),
    rest: () => cancel(),
  };
}
