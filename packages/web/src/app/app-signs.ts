// What tells of the recorder outside of the page: its tab, its icon, and the keys of the lock screen.
import type { Recorder, RecorderSnapshot } from "@tapedeck/recorder";
export { createUpdate } from "./create-update.ts";
import { makeBadge } from "./make-badge.ts";
import { makePageSigns } from "./make-page-signs.ts";
import { makeRecordingSession } from "./make-recording-session.ts";

/** Call it under a Solid owner. @param state - a store, which changes as the recorder does */
export function makeAppSigns(state: RecorderSnapshot, recorder: Recorder): void {
  const runs = () => {
    if (state.state === "paused") return "paused";
    return state.state === "idle" ? "idle" : "recording";
  };
  makePageSigns(runs);
  makeRecordingSession(runs, { resume: () => recorder.resume(), pause: () => recorder.pause() });
  makeBadge(
    () =>
      state.recordings.filter((each) => each.state !== "sealed" && each.state !== "open").length,
  );
}
