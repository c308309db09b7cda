import { Show } from "solid-js";
import { messageFor } from "../text/messages.ts";
import { isCuredByTime } from "./network-trouble.ts";
import type { Playback } from "./player.ts";

/** Why there is no sound, or not all of it. */
export function PlayerTrouble(props: { playback: Playback }) {
  const words = () => {
    const code = props.playback.trouble();
    if (code === undefined) return undefined;
    if (code === "RECORDING_INCOMPLETE") return "It plays once all of it is in your bucket.";
    if (code === "WEBM_INVALID") return "This browser cannot play what is stored. Download it.";
    if (isCuredByTime(code)) {
      // The page says itself that it is offline. A person who waits for the sound hears why there is none.
      const isPaused = props.playback.playing()?.isPaused ?? true;
      return isPaused ? undefined : "The sound goes on once the network is back.";
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
        <p class="bar-note">
          Here is what this device holds; the rest is on its way to your bucket.
        </p>
      </Show>
    </>
  );
}
