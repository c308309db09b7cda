import { createSignal, Show } from "solid-js";
import { formatDuration } from "../text/format.ts";
import { Icon } from "./Icon.tsx";
import { PagePlayer } from "./PagePlayer.tsx";
import { PlayerTrouble } from "./PlayerTrouble.tsx";
import type { Playback } from "./player.ts";
import { playerKey } from "./player-key.ts";
import { SpeedButton } from "./SpeedButton.tsx";
import { Waveform } from "./Waveform.tsx";

/** Rises when something plays: what plays, how far it is, and the whole of it. */
export function PlayerBar(props: { playback: Playback }) {
  const { playback } = props;
  const [isOpen, setOpen] = createSignal(false);
  const share = () => {
    const playing = playback.playing();
    if (playing === undefined || playing.durationMs === 0) return "0%";
    return `${Math.min(100, (playing.positionMs / playing.durationMs) * 100)}%`;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && isOpen()) setOpen(false);
    else playerKey(event, playback);
  };
  return (
    <Show when={playback.playing()}>
      {(playing) => (
        <div
          ref={(region) => region.addEventListener("keydown", onKeyDown)}
          class="player-float"
          role="region"
          aria-label="Player"
        >
          <div class="bar-player" style={{ "--played": share() }}>
            <Show when={isOpen()}>
              <div class="bar-page">
                <PagePlayer playback={playback} />
              </div>
            </Show>
            <PlayerTrouble playback={playback} />
            <div class="bar-row">
              <button
                type="button"
                class="round solid"
                aria-label={playing().isPaused ? "Play" : "Pause"}
                onClick={() => playback.toggle()}
              >
                <Icon name={playing().isPaused ? "play" : "pause"} />
              </button>
              <button
                type="button"
                class="bar-body"
                aria-expanded={isOpen()}
                onClick={() => setOpen(!isOpen())}
              >
                <span class="row-title">{playback.title()}</span>
                <span class="row-meta num">
                  {formatDuration(playing().positionMs)} of {formatDuration(playing().durationMs)}
                </span>
              </button>
              <div class="bar-wave" aria-hidden="true">
                <Waveform playback={playback} kind="bar" />
              </div>
              {/* The page's player has one of its own. */}
              <Show when={!isOpen()} fallback={<span />}>
                <SpeedButton
                  speed={playback.speed()}
                  onChange={(speed) => playback.setSpeed(speed)}
                />
              </Show>
              <button
                type="button"
                class="icon"
                aria-label={isOpen() ? "Make the player small" : "Open the player"}
                aria-expanded={isOpen()}
                onClick={() => setOpen(!isOpen())}
              >
                <Icon name={isOpen() ? "shrink" : "grow"} />
              </button>
              <button
                type="button"
                class="icon"
                aria-label="Close the player"
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
