// What the deck shows: the recorder's state, and what lies before and after a recording.
import type { RecorderState } from "@tapedeck/recorder";

export type DeckState =
  /** The microphone was never allowed: the deck asks for it. */
  | "first"
  /** It listens, and records nothing. */
  | "checking"
  | "idle"
  | "starting"
  | "recording"
  | "paused"
  | "stopping"
  /** The recording that was just made, until the next one. */
  | "saved";

export function deckState(facts: {
  readonly recorder: RecorderState;
  readonly hasSaved: boolean;
  readonly isChecking: boolean;
  readonly isMicrophoneNew: boolean;
}): DeckState {
  const { recorder } = facts;
  if (recorder !== "idle") return recorder;
  if (facts.isChecking) return "checking";
  if (facts.hasSaved) return "saved";
  return facts.isMicrophoneNew ? "first" : "idle";
}

/** What the big key does now. It never ends a recording, so that pressing it twice does no harm. */
export type BigKey = "record" | "pause" | "resume";

export function bigKey(state: DeckState): BigKey {
  if (state === "recording") return "pause";
  return state === "paused" ? "resume" : "record";
}

/** What the right key does now. */
export function rightKey(state: DeckState): "stop" | "play-saved" | "play-last" {
  if (["starting", "recording", "paused", "stopping"].includes(state)) return "stop";
  return state === "saved" ? "play-saved" : "play-last";
}
