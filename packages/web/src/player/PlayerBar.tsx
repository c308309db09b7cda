import { Show } from "solid-js";
import { formatDuration } from "../text/format.ts";
import { Icon } from "./Icon.tsx";
import { PlayerTrouble } from "./PlayerTrouble.tsx";
import type { Playback } from "./player.ts";
import { playerKey } from "./player-key.ts";
import { SpeedButton } from "./SpeedButton.tsx";
import { Waveform } from "./Waveform.tsx";
import { playerWords } from "#words/player";

/** Rises when something plays: what plays, how far it is, and the whole of it. Press it for the page. */
export function PlayerBar(props: {
  playback: Playback;
  /** The recording whose page shows its player: the bar does not show the same again. */
  pageId?: string | undefined;
  onOpenPage: (recordingId: string) => void;
}) {
  const { playback } = props;
  const shown = () => {
    const playing = playback.playing();
    return playing?.recordingId === props.pageId ? undefined : playing;
  };
  const share = () => {
    const playing = playback.playing();
    if (playing === undefined || playing.durationMs === 0) return "0%";
    return `${Math.min(100, (playing.positionMs / playing.durationMs) * 100)}%`;
  };
  return (
    <Show when={shown()}>
      {(playing) => (
        <div
          ref={(region) =>
            region.addEventListener("keydown", (event) => playerKey(event, playback))
          }
          class="player-float"
          role="region"
          aria-label={playerWords.player}
        >
          <div class="bar-player" style={{ "--played": share() }}>
            <PlayerTrouble playback={playback} />
            <div class="bar-row">
              <button
                type="button"
                class="round solid"
                aria-label={playing().isPaused ? playerWords.play : playerWords.pause}
                onClick={() => playback.toggle()}
              >
                <Icon name={playing().isPaused ? "play" : "pause"} />
              </button>
              <button
                type="button"
                class="bar-body"
                onClick={() => props.onOpenPage(playing().recordingId)}
              >
                <span class="row-title">{playback.title()}</span>
                <span class="row-meta num">
                  {playerWords.placeOf(
                    formatDuration(playing().positionMs),
                    formatDuration(playing().durationMs),
                  )}
                </span>
              </button>
              <div class="bar-wave" aria-hidden="true">
                <Waveform playback={playback} kind="bar" />
              </div>
              <SpeedButton
                speed={playback.speed()}
                onChange={(speed) => playback.setSpeed(speed)}
              />
              <button
                type="button"
                class="icon"
                aria-label={playerWords.open}
                onClick={() => props.onOpenPage(playing().recordingId)}
              >
                <Icon name="grow" />
              </button>
              <button
                type="button"
                class="icon"
                aria-label={playerWords.close}
                onClick={() => playback.close()}
              >
                <Icon name="close" />
              </button>
            </div>
          </div>
        </div>
      )}
    </Show>
  );
}
