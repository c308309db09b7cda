// The player as one recording's page shows it. While another recording plays, the page's own stands at the
// place where it will start, and only Play gives it the player.
import { createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import type { Peaks } from "@tapedeck/core/peaks";
import type { Playback, SoundOfPage } from "./player.ts";

export function createPagePlayback(playback: Playback, sound: () => SoundOfPage): Playback {
  const { recordingId, startMs: addressMs } = sound();
  const [startMs, setStartMs] = createSignal(addressMs ?? playback.rememberedMs(recordingId));
  const opened = () => {
    const playing = playback.playing();
    return playing?.recordingId === recordingId ? playing : undefined;
  };
  /** Another recording plays. */
  const isBehind = createMemo(
    () => opened() === undefined && playback.playing()?.isPaused === false,
  );
  const [ownPeaks, setOwnPeaks] = createSignal<Peaks>();
  createEffect(() => {
    if (!isBehind() || ownPeaks()) return;
    const closing = new AbortController();
    onCleanup(() => closing.abort());
    playback.readPeaks(recordingId, closing.signal).then(
      (read) => closing.signal.aborted || setOwnPeaks(() => read),
      // Then its wave comes when it plays.
      () => undefined,
    );
  });
  // The wave asks with each frame.
  const knownMs = createMemo(() => sound().durationMs ?? 0);
  const knownGaps = createMemo(() => sound().gaps);
  const durationMs = () => opened()?.durationMs || knownMs();
  const positionMs = () => (opened() ? playback.positionMs() : startMs());
  const seek = (toMs: number) => {
    if (opened()) playback.seek(toMs);
    else setStartMs(Math.max(0, Math.min(toMs, durationMs())));
  };
  return {
    ...playback,
    playing: () => ({
      ...(opened() ?? { recordingId, isPaused: true, positionMs: startMs() }),
      durationMs: durationMs(),
    }),
    // What was opened from this device does not know its gaps; the bucket does, once it is sealed.
    gaps: () => knownGaps() ?? (opened() ? playback.gaps() : []),
    isPartial: () => opened() !== undefined && playback.isPartial(),
    isWaiting: () => opened() !== undefined && playback.isWaiting(),
    trouble: () => (opened() ? playback.trouble() : undefined),
    peaks: () => (opened() ? playback.peaks() : ownPeaks()),
    positionMs,
    toggle: () => (opened() ? playback.toggle() : playback.play(recordingId, startMs())),
    seek,
    skip: (byMs) => seek(positionMs() + byMs),
  };
}
