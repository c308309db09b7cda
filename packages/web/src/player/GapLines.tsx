import { createSignal, For, Show } from "solid-js";
import { gapSentence, reasonSentence, shownGaps } from "./gap-words.ts";
import { Icon } from "./Icon.tsx";
import type { Playback } from "./player.ts";
import { formatNumber } from "../text/intl.ts";
import { playerWords } from "#words/player";

/** A recording with many gaps shows so many at first: files and Delete stay in reach below them. */
const SHOWN_AT_FIRST = 4;

/** What is missing, and where: each line jumps there. */
export function GapLines(props: { playback: Playback }) {
  const [showsAll, setShowsAll] = createSignal(false);
  const all = () => shownGaps(props.playback.gaps());
  const isLong = () => all().length > SHOWN_AT_FIRST + 1;
  const shown = () => (isLong() && !showsAll() ? all().slice(0, SHOWN_AT_FIRST) : all());
  return (
    <Show when={all().length > 0}>
      <ul class="gaps">
        <For each={shown()}>
          {(gap) => (
            <li>
              <button
                type="button"
                class="gap-link num"
                onClick={() => props.playback.seek(gap.atMs)}
              >
                <Icon name="gap" />
                {gapSentence(gap)}
              </button>
              <span>{reasonSentence(gap.reason)}</span>
            </li>
          )}
        </For>
      </ul>
      <Show when={isLong()}>
        <button
          type="button"
          class="more-gaps"
          aria-expanded={showsAll()}
          onClick={() => setShowsAll(!showsAll())}
        >
          {showsAll() ? playerWords.fewerGaps : playerWords.allGaps(formatNumber(all().length))}
        </button>
      </Show>
    </Show>
  );
}
