import { createSignal, onCleanup, Show } from "solid-js";
import type { PlayerHost, PlayerRoom, SoundOfPage } from "../player/player.ts";
import { libraryWords } from "#words/library";

/** Where a recording's page shows its player. The player's code comes later than the page, or not at all. */
export function PlayerPlace(props: { player: Pick<PlayerHost, "load">; sound: SoundOfPage }) {
  const [room, setRoom] = createSignal<PlayerRoom>();
  const [isMissing, setMissing] = createSignal(false);
  const load = () => {
    if (room()) return;
    void props.player.load().then((loaded) => {
      setRoom(loaded);
      setMissing(loaded === undefined);
    });
  };
  load();
  addEventListener("online", load);
  onCleanup(() => removeEventListener("online", load));
  return (
    <Show
      when={room()}
      fallback={
        <Show when={isMissing()} fallback={<div class="player-place" aria-busy="true" />}>
          <p class="list-note" role="status">
            {libraryWords.page.noPlayer}
          </p>
        </Show>
      }
      keyed
    >
      {(loaded) => <loaded.PageSound sound={props.sound} />}
    </Show>
  );
}
