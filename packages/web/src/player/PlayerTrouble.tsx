import { Show } from "solid-js";
import { messageFor } from "../text/messages.ts";
import { isCuredByTime } from "./network-trouble.ts";
import type { Playback } from "./player.ts";
import { playerWords } from "#words/player";

/** Why there is no sound, or not all of it. */
export function PlayerTrouble(props: { playback: Playback }) {
  const words = () => {
    const code = props.playback.trouble();
    if (code === undefined) return undefined;
    if (code === "RECORDING_INCOMPLETE") return playerWords.incomplete;
    if (code === "WEBM_INVALID") return playerWords.cannotPlay;
    if (isCuredByTime(code)) {
      // The page says itself that it is offline. A person who waits for the sound hears why there is none.
      const isPaused = props.playback.playing()?.isPaused ?? true;
      return isPaused ? undefined : playerWords.waits;
    }
    const { happened, toDo } = messageFor(code);
    return `${happened} ${toDo}`;
  };
  return (
    <>
      <Show when={words()}>
        {(text) => (
          <p class="bar-note" role="status">
            {text()}
          </p>
        )}
      </Show>
      <Show when={words() === undefined && props.playback.isPartial()}>
        <p class="bar-note">{playerWords.partial}</p>
      </Show>
    </>
  );
}
