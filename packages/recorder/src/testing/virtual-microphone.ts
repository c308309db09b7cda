// A microphone in virtual time, whose sound a gap watch hears: late, lost, drifting, as the test says.
import { createGapWatch } from "../capture/gap-watch.ts";

const BLOCK_MS = 10;
const SAMPLES_PER_MS = 48;

/**
 * @param options.driftPpm - how much slower than the device's clock the microphone's is
 * @param options.bufferMs - see {@link createGapWatch}
 */
export function openVirtualMicrophone({ driftPpm = 0, bufferMs = 0 } = {}) {
  const watch = createGapWatch({ bufferMs });
  let monotonicMs = 5000;
  let wallMs = 1_795_392_000_000;
  let startSample = 0;
  let isPaused = false;
  /** How far the device's clock is behind the right time. */
  let offsetMs = 12_345;
  const moment = () => ({ monotonicMs, wallMs });
  const pass = (ms: number) => {
    monotonicMs += ms;
    wallMs += ms;
  };
  /** @param lateMs - how long after its time the block is heard */
  const hear = (lateMs = 0) => {
    const heard = { monotonicMs: monotonicMs + lateMs, wallMs: wallMs + lateMs };
    watch.block({ moment: heard, startSample, durationMs: BLOCK_MS });
    if (!isPaused) startSample += BLOCK_MS * SAMPLES_PER_MS;
  };
  return {
    watch,
    gaps: () => watch.gaps(),
    atSample: () => startSample,
    /** Time goes by, without any sound: a busy machine loses it. */
    pass,
    /** Sound that is heard now. */
    hear,
    /** Sound as it should be, each block late by as much as `lateMs` says. */
    speak: (ms: number, lateMs: () => number = () => 0) => {
      for (let spoken = 0; spoken < ms; spoken += BLOCK_MS) {
        pass(BLOCK_MS * (1 + driftPpm / 1e6));
        hear(lateMs());
      }
    },
    /** The machine sleeps: only the time of day goes on. */
    sleep: (ms: number) => {
      wallMs += ms;
    },
    setClock: (byMs: number) => {
      wallMs += byMs;
      offsetMs -= byMs;
    },
    /** The server, whose clock is right, answers: in whole seconds only. */
    serverAnswers: () => {
      const serverMs = Math.floor((wallMs + offsetMs) / 1000) * 1000;
      watch.serverTime({ offsetMs: serverMs + 500 - wallMs, errorMs: 500, toldAtMs: wallMs });
    },
    pause: () => {
      isPaused = true;
      watch.paused({ moment: moment(), startSample });
    },
    resume: () => {
      isPaused = false;
      watch.resumed({ moment: moment() });
    },
  };
}
