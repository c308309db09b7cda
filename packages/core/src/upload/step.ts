// One event on its way through the reducer: its moment, and what is to be done because of it.
import type { UploadCommand } from "./command.ts";

/** The world at the moment of an event: what a pure function cannot ask for. */
export interface Moment {
  /** Ms since 1970, by this device's clock. */
  readonly nowMs: number;
  /** From 0 to 1: the jitter of waits that begin at this moment. */
  readonly random01: number;
  /** What the browser believes about the network. */
  readonly isOnline: boolean;
}

export interface Step extends Moment {
  /** To be done, in this order. */
  readonly commands: UploadCommand[];
  /**
   * Waits of one step that are equally long share a timer, and then the next call.
   *
   * @returns the number of the timer
   */
  readonly startTimer: (inMs: number) => number;
}

/** @param nextTimer - no timer had this number, or a higher one */
export function beginStep(moment: Moment, nextTimer: number): Step & { nextTimer(): number } {
  const commands: UploadCommand[] = [];
  const timers = new Map<number, number>();
  return {
    ...moment,
    commands,
    startTimer: (inMs) => {
      const known = timers.get(inMs);
      if (known !== undefined) return known;
      const timer = nextTimer + timers.size;
      timers.set(inMs, timer);
      commands.push({ kind: "start-timer", inMs, timer });
      return timer;
    },
    nextTimer: () => nextTimer + timers.size,
  };
}
