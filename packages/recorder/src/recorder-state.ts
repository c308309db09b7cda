// Which state follows which: the whole life of the recorder in one table.
import type { RecorderState } from "./snapshot.ts";

export type RecorderEvent =
  | "start"
  /** The first sound has arrived. */
  | "sound"
  | "pause"
  | "resume"
  /** Asked for by the host, or by a failure. */
  | "stop"
  /** The last segment is handed over. */
  | "finished";

const NEXT: Readonly<Record<RecorderState, Partial<Record<RecorderEvent, RecorderState>>>> = {
  idle: { start: "starting" },
  starting: { sound: "recording", stop: "stopping", finished: "idle" },
  recording: { pause: "paused", stop: "stopping", finished: "idle" },
  paused: { resume: "recording", stop: "stopping", finished: "idle" },
  stopping: { finished: "idle" },
};

/** An event that means nothing in a state changes nothing: buttons may be pressed twice. */
export function nextState(state: RecorderState, event: RecorderEvent): RecorderState {
  return NEXT[state][event] ?? state;
}
