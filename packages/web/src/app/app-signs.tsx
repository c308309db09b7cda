// What a recording is outside of the page: its tab, its icon, the keys of the lock screen, and a screen that stays on.
import type { Recorder, RecorderSnapshot } from "@tapedeck/recorder";
import { makeBadge } from "./make-badge.ts";
import { makeWakeLock } from "./make-wake-lock.ts";
import { makePageSigns } from "./make-page-signs.ts";
import { makeRecordingSession } from "./make-recording-session.ts";
import { UpdateOffer } from "./UpdateOffer.tsx";

/**
 * Call it under a Solid owner.
 *
 * @param state - changes as the recorder does
 * @param isIdle - whether a reload would interrupt nothing
 * @returns the offer of a new version
 */
export function makeAppSigns(state: RecorderSnapshot, recorder: Recorder, isIdle: () => boolean) {
  const runs = () => {
    if (state.state === "paused") return "paused";
    return state.state === "idle" ? "idle" : "recording";
  };
  makeWakeLock(() => state.state === "recording");
  makePageSigns(runs);
  makeRecordingSession(runs, { resume: () => recorder.resume(), pause: () => recorder.pause() });
  makeBadge(
    () =>
      state.recordings.filter((each) => each.state !== "sealed" && each.state !== "open").length,
  );
  return <UpdateOffer isIdle={isIdle} />;
}
