// A player that does nothing, for tests of what shows it.
import type { Playback } from "../player/player.ts";

export const PLAYED_ID = "2026-11-24-15-04-11-000000-KX72QM";

/** A player at 12:31 of 58:21. */
export function stillPlayback(over: Partial<Playback> = {}): Playback {
  const nothing = () => undefined;
  return {
    playing: () => ({
      recordingId: PLAYED_ID,
      isPaused: false,
      positionMs: 751_000,
      durationMs: 3_501_000,
    }),
    title: () => "Interview with Grandma, part 2",
    gaps: () => [],
    isPartial: () => false,
    isWaiting: () => false,
    trouble: nothing,
    speed: () => 1.25,
    peaks: nothing,
    readPeaks: () => Promise.resolve(undefined),
    rememberedMs: () => 0,
    positionMs: () => 751_000,
    open: nothing,
    play: nothing,
    toggle: nothing,
    pause: nothing,
    seek: nothing,
    skip: nothing,
    setSpeed: nothing,
    close: nothing,
    ...over,
  };
}
