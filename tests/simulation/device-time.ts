// The clocks of a run. The virtual clock is the device's monotonic clock: it stands still while the device
// sleeps. The device's wall clock may be wrong, and events set it. The server's clock is right.
import type { VirtualClock } from "../../packages/recorder/src/testing/virtual-clock.ts";

/** Stay below a day: the server refuses a recording that is dated further ahead, and the page says so. */
const MAX_SKEW_MS = 20 * 3_600_000;

export interface DeviceTime {
  /** The server's time. */
  trueMs(): number;
  wallMs(): number;
  monotonicMs(): number;
  /** How long the device has slept, and by how much its clock has been set, since the run began. */
  readonly sleptMs: number;
  readonly setByMs: number;
  readonly setCount: number;
  sleep(ms: number): void;
  /** @returns by how much it was set: the other way, if the clock would become too wrong */
  set(byMs: number): number;
}

/** @param skewMs - how wrong the wall clock is from the start */
export function createDeviceTime(clock: VirtualClock, skewMs: number): DeviceTime {
  let [sleptMs, setByMs, setCount] = [0, 0, 0];
  const trueMs = () => clock.nowMs() + sleptMs;
  return {
    trueMs,
    wallMs: () => trueMs() + skewMs + setByMs,
    monotonicMs: () => clock.nowMs(),
    get sleptMs() {
      return sleptMs;
    },
    get setByMs() {
      return setByMs;
    },
    get setCount() {
      return setCount;
    },
    sleep: (ms) => {
      sleptMs += ms;
    },
    set: (byMs) => {
      const isTooFar = Math.abs(skewMs + setByMs + byMs) > MAX_SKEW_MS;
      const change = isTooFar ? -byMs : byMs;
      setByMs += change;
      setCount += 1;
      return change;
    },
  };
}
