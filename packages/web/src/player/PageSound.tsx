import { createEffect, createMemo, onCleanup, untrack } from "solid-js";
import { createPagePlayback } from "./page-playback.ts";
import { PagePlayer } from "./PagePlayer.tsx";
import type { Playback, SoundOfPage } from "./player.ts";

/**
 * The sound on a recording's page. The page opens it without playing it, so that its wave is there; a
 * recording that plays meanwhile goes on, and this one opens when a person presses Play.
 */
export function PageSound(props: {
  playback: Playback;
  /** The parent mounts a new one for a new recording. */
  sound: SoundOfPage;
  onShow: (recordingId: string) => void;
  onHide: (recordingId: string) => void;
}) {
  const { playback } = props;
  const { recordingId, isRemoved } = props.sound;
  const shown = createPagePlayback(playback, () => props.sound);
  const isOpen = () => playback.playing()?.recordingId === recordingId;
  const isPlaying = () => playback.playing()?.isPaused === false;
  /** A person has played it, here or before: the bar keeps it when this page closes. */
  let isWanted = untrack(isOpen);
  createEffect(() => {
    if (isOpen() && isPlaying()) isWanted = true;
  });
  const isGrowing = createMemo(() => props.sound.isGrowing);
  createEffect((grew: boolean) => {
    const grows = isGrowing();
    untrack(() => {
      if (grows || isPlaying()) return;
      const startMs = isOpen() ? playback.positionMs() : props.sound.startMs;
      // What was opened while it grew is only its beginning.
      if (grew && isOpen()) playback.close();
      if (!isOpen()) playback.open(recordingId, startMs);
    });
    return grows;
  }, false);
  props.onShow(recordingId);
  onCleanup(() => {
    props.onHide(recordingId);
    if (isOpen() && (!isWanted || isRemoved())) playback.close();
  });
  return <PagePlayer playback={shown} />;
}
