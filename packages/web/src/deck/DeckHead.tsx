import { Show, type JSX } from "solid-js";
import { Icon } from "../design/Icon.tsx";
import { formatDuration, formatSpokenDuration } from "../text/format.ts";
import { words } from "../text/words.ts";
import type { DeckState } from "./deck-state.ts";

const { deck } = words;
const WORD: Readonly<Record<Exclude<DeckState, "saved">, string>> = {
  first: deck.ready,
  checking: deck.ready,
  idle: deck.ready,
  starting: deck.starting,
  recording: deck.recording,
  paused: deck.paused,
  stopping: deck.finishing,
};

/** Is it on? The state and the clock; screen readers announce only the state. */
export function DeckHead(props: {
  state: DeckState;
  elapsedMs: number;
  /** All of it is in the bucket, or goes there by itself, as far as the page knows. */
  isSafeToClose: boolean;
  /** The name of the recording. */
  children: JSX.Element;
}) {
  const isOdd = () => Math.floor(props.elapsedMs / 1000) % 2 === 1;
  const isSafe = () => props.state === "saved" && props.isSafeToClose;
  const word = () => {
    if (props.state !== "saved") return WORD[props.state];
    return isSafe() ? deck.savedSafe : deck.saved;
  };
  return (
    <div class="deck-head">
      <p class="state" data-tone={isSafe() ? "safe" : undefined} role="status">
        <Show when={props.state === "recording" || props.state === "paused"}>
          <span
            class="lamp"
            classList={{
              off: props.state === "paused",
              faint: props.state === "recording" && isOdd(),
            }}
            aria-hidden="true"
          />
        </Show>
        <Show when={isSafe()}>
          <Icon name="check" />
        </Show>
        <span>{word()}</span>
      </p>
      <p class="clock num" role="timer" aria-label={formatSpokenDuration(props.elapsedMs)}>
        {formatDuration(props.elapsedMs)}
      </p>
      {props.children}
    </div>
  );
}
