import { onCleanup, onMount } from "solid-js";
import { formatDuration } from "../text/format.ts";
import { CloseUp } from "./CloseUp.tsx";
import { GapLines } from "./GapLines.tsx";
import { Icon } from "./Icon.tsx";
import { listenToPageKeys } from "./page-keys.ts";
import { PlayerTrouble } from "./PlayerTrouble.tsx";
import type { Playback } from "./player.ts";
import { SeekSlider } from "./SeekSlider.tsx";
import { SpeedButton } from "./SpeedButton.tsx";
import { Waveform } from "./Waveform.tsx";
import { formatNumber } from "../text/intl.ts";
import { playerWords } from "#words/player";

const STEP_MS = 15_000;
const STEP_SECONDS = formatNumber(STEP_MS / 1000);

/** The player of a recording's page: the sound near the playhead, the whole of it, and what is missing. */
export function PagePlayer(props: { playback: Playback }) {
  const playback = () => props.playback;
  const isPaused = () => playback().playing()?.isPaused ?? true;
  const positionMs = () => playback().playing()?.positionMs ?? 0;
  const leftMs = () => Math.max(0, (playback().playing()?.durationMs ?? 0) - positionMs());
  let page: HTMLDivElement | undefined;
  onMount(() => page && onCleanup(listenToPageKeys(page, playback())));
  return (
    <div
      class="player-page"
      role="group"
      aria-label={playerWords.sound}
      ref={(element) => {
        page = element;
      }}
    >
      <div class="player">
        <CloseUp playback={playback()} />
        <SeekSlider playback={playback()}>
          <Waveform playback={playback()} kind="whole" />
        </SeekSlider>
        <p class="times num" aria-hidden="true">
          <span>{formatDuration(positionMs())}</span>
          <span>−{formatDuration(leftMs())}</span>
        </p>
        <div class="transport">
          <SpeedButton
            speed={playback().speed()}
            onChange={(speed) => playback().setSpeed(speed)}
          />
          <button
            type="button"
            class="icon big"
            aria-label={playerWords.back(STEP_SECONDS)}
            onClick={() => playback().skip(-STEP_MS)}
          >
            <Icon name="back15" />
          </button>
          <button
            type="button"
            class="play-big"
            aria-label={isPaused() ? playerWords.play : playerWords.pause}
            aria-busy={playback().isWaiting()}
            onClick={() => playback().toggle()}
          >
            <Icon name={isPaused() ? "play" : "pause"} />
          </button>
          <button
            type="button"
            class="icon big"
            aria-label={playerWords.forward(STEP_SECONDS)}
            onClick={() => playback().skip(STEP_MS)}
          >
            <Icon name="forward15" />
          </button>
          <span class="transport-end" />
        </div>
      </div>
      <PlayerTrouble playback={playback()} />
      <GapLines playback={playback()} />
    </div>
  );
}
